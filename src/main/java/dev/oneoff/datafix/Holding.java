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
import dev.oneoff.run.LostRuns;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import dev.oneoff.run.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Takes hold of fixes for a run, waiting for others as long as the operator says. */
record Holding(RunContext run, Database database, Surroundings surroundings, Duration limit) {

    /** What works on fixes. */
    static final Set<String> COMMANDS =
            Set.of("datafix apply", "datafix revert", "datafix pause", "datafix cancel", "datafix purge");

    /** Takes hold of a fix that nobody else may work on. */
    Held alone(String id) {
        Lock lock = Locks.of(run.session(), name("datafix " + id), HolderFile.of(database.address()), run.clock());
        return held(id, lock, false);
    }

    /** Takes hold of a fix that others work on who share it, too. */
    Held shared(String id) {
        return held(id, Locks.shared(run.session(), name("datafix " + id)), true);
    }

    /** Runs work that only one of those does at a time who share a fix. */
    @SuppressWarnings("try") // It is only held.
    <T> T inTurn(String id, Supplier<T> work) {
        Lock lock = one("datafix-start " + id);
        Waiting waiting = new Waiting(run.journal(), limit);
        Optional<HeldLock> turn = until(waiting, lock, lock::tryAcquire);
        try (HeldLock held = turn.orElseThrow(() -> waiting.over(lock.holder().map(Holder::toString)))) {
            return work.get();
        }
    }

    /** Returns the lock of whoever ends the steps of a fix that is shared. */
    Lock lead(String id) {
        return one("datafix-lead " + id);
    }

    private Lock one(String name) {
        return Locks.of(run.session(), name(name), HolderFile.of(database.address()), run.clock());
    }

    private static LockName name(String name) {
        return new LockName(name, Set.of());
    }

    private Held held(String id, Lock lock, boolean shared) {
        FixStore store = new FixStore(run.session(), run.clock());
        Waiting waiting = new Waiting(run.journal(), limit);
        Optional<Held> held = until(waiting, lock, () -> attempt(lock, store, id, shared));
        Held got = held.orElseThrow(() -> waiting.over(lock.holder().map(Holder::toString)));
        new LostRuns(run, COMMANDS).of(id);
        return got;
    }

    private <T> Optional<T> until(Waiting waiting, Lock lock, Supplier<Optional<T>> attempt) {
        return new Patience(run.clock(), surroundings.pause()).until(limit, attempt, waited -> {
            run.cancellation().check();
            waiting.say(waited, () -> lock.holder().map(Holder::toString).orElse("a session that cannot be seen"));
        });
    }

    private Optional<Held> attempt(Lock lock, FixStore store, String id, boolean shared) {
        Optional<HeldLock> free = lock.tryAcquire();
        Optional<FixRow> fix = store.latest(id);
        if (free.isEmpty()) {
            // Of several that share it, one may be frozen while the others are at work.
            return fix.filter(store::frozen)
                    .filter(frozen -> shared || !store.held(frozen, run.id()))
                    .map(frozen -> new Held(lock, Optional.empty()));
        }
        if (!shared && fix.filter(row -> store.held(row, run.id())).isPresent()) {
            // Whoever took it over from a frozen process is at work without the lock.
            free.get().close();
            return Optional.empty();
        }
        return Optional.of(new Held(lock, free));
    }
}
