package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts of one step: first those of the walk, which do not overlap, then one for each sweep. */
record Parts(FixStore store, FixRow fix, int step) {

    /**
     * A stretch of a walk.
     *
     * @param after the key before its first; empty from the beginning
     * @param last its last key; empty for a table without rows
     */
    record Stretch(Optional<String> after, Optional<String> last) {}

    /** Adds the parts of the walk; only the first to come does. */
    void begin(Supplier<List<Stretch>> walk) {
        if (!all().isEmpty()) {
            return;
        }
        List<Stretch> stretches = walk.get();
        store.together(() -> {
            store.lock(fix);
            if (all().isEmpty()) {
                stretches.forEach(this::insert);
            }
        });
    }

    /** Adds one more, which may overlap the others. */
    void add(Stretch stretch) {
        store.together(() -> {
            store.lock(fix);
            insert(stretch);
        });
    }

    private void insert(Stretch stretch) {
        store.addChunk(fix, step, all().size(), stretch.after(), stretch.last());
    }

    /** Returns a part to walk along, which is this holder's from here on; empty when there is none to be had. */
    Optional<Chunk> next(String holder) {
        return store.claimNext(fix, step, holder);
    }

    /** Takes the first part over, done or not, by whoever leads: what is counted then stands there. */
    Chunk take(String holder) {
        return store.inOne(() -> {
            store.lock(fix);
            store.claim(fix, all().get(0), holder);
            return all().get(0);
        });
    }

    /** Says whether the fix is running. */
    boolean running() {
        return store.latest(fix.id())
                .filter(now -> now.generation() == fix.generation() && now.state() == FixState.RUNNING)
                .isPresent();
    }

    boolean done() {
        return all().stream().allMatch(Chunk::done);
    }

    List<Chunk> all() {
        return store.chunks(fix).stream().filter(chunk -> chunk.step() == step).toList();
    }

    /** Returns the same of another step. */
    Parts of(int other) {
        return new Parts(store, fix, other);
    }

    /** Returns the same on the session of another store. */
    Parts on(FixStore other) {
        return new Parts(other, fix, step);
    }
}
