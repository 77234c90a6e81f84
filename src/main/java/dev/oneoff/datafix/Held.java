package dev.oneoff.datafix;

import dev.oneoff.database.Database;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.Lock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.lock.Patience;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import dev.oneoff.run.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One process at a time works on a fix. Its lock dies with its session; a process that is frozen keeps it, but not its lease:
 * when that is over, another one goes on, and what the frozen one writes when it wakes does not count.
 *
 * @param lock empty when it was taken over from a frozen process
 */
record Held(Optional<HeldLock> lock) implements AutoCloseable {

    static Held of(String id, RunContext run, Database database, Surroundings surroundings, Duration limit) {
        LockName name = new LockName("datafix " + id, Set.of());
        Lock lock = Locks.of(run.session(), name, HolderFile.of(database.address()), run.clock());
        FixStore store = new FixStore(run.session(), run.clock());
        Waiting waiting = new Waiting(run.journal(), limit);
        Optional<Held> held = new Patience(run.clock(), surroundings.pause())
                .until(limit, () -> attempt(lock, store, id), waited -> {
                    run.cancellation().check();
                    waiting.say(waited, () -> holder(lock));
                });
        Held got = held.orElseThrow(() -> waiting.over(lock.holder().map(Holder::toString)));
        new LostRuns(run).of(id);
        return got;
    }

    private static Optional<Held> attempt(Lock lock, FixStore store, String id) {
        Optional<HeldLock> free = lock.tryAcquire();
        Optional<FixRow> fix = store.latest(id);
        if (free.isEmpty()) {
            return fix.filter(store::frozen).map(frozen -> new Held(Optional.empty()));
        }
        if (fix.filter(store::held).isPresent()) {
            // Whoever took it over from a frozen process is at work without the lock.
            free.get().close();
            return Optional.empty();
        }
        return Optional.of(new Held(free));
    }

    private static String holder(Lock lock) {
        return lock.holder().map(Holder::toString).orElse("a session that cannot be seen");
    }

    @Override
    public void close() {
        lock.ifPresent(HeldLock::close);
    }
}
