package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** One short transaction of a worklist: what is to be done, for the next keys; then the cursor, which marks them done. */
final class WorkBatch {

    private final Session session;
    private final FixStore store;
    private final FixRow fix;
    private final Doing doing;

    WorkBatch(Session session, FixStore store, FixRow fix, Doing doing) {
        this.session = session;
        this.store = store;
        this.fix = fix;
        this.doing = doing;
    }

    /**
     * Runs it.
     *
     * @param end whether no items are left after these
     * @return how many rows were changed; empty when the fix was stopped, or another process has taken the part over: then
     *     nothing is left of it
     * @throws OneoffException for what ends the run, or what the database refused; nothing is left then
     */
    OptionalLong run(Chunk chunk, List<WorkItem> items, boolean end, Batch.Allowed allowed) {
        return session.inTransaction(
                () -> {
                    Doing.Done done = done(chunk, items, allowed);
                    String reached = Long.toString(items.get(items.size() - 1).place());
                    Advance step = new Advance(
                            Optional.of(Texts.join(List.of(reached))), end, done.changed(), done.unchanged(), 1);
                    return advanced(chunk, step);
                },
                OptionalLong::isPresent);
    }

    /**
     * Runs it for one item that was set aside, after all others are done.
     *
     * @param accept takes it back, inside the transaction; says whether it was set aside still
     */
    OptionalLong again(Chunk chunk, WorkItem item, Batch.Allowed allowed, BooleanSupplier accept) {
        return session.inTransaction(
                () -> {
                    if (!accept.getAsBoolean()) {
                        // Another process has done it since.
                        return OptionalLong.of(0);
                    }
                    Doing.Done done = done(chunk, List.of(item), allowed);
                    return advanced(chunk, new Advance(chunk.reached(), true, done.changed(), done.unchanged(), 1));
                },
                OptionalLong::isPresent);
    }

    private OptionalLong advanced(Chunk chunk, Advance step) {
        return store.advance(fix, chunk, step) ? OptionalLong.of(step.changed()) : OptionalLong.empty();
    }

    private Doing.Done done(Chunk chunk, List<WorkItem> items, Batch.Allowed allowed) {
        return doing.items(session, items, new Doing.Owned(fix, chunk), allowed);
    }
}
