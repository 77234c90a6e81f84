package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.pace.News;
import dev.oneoff.pace.Pace;
import dev.oneoff.pace.Stride;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A run of a fix under way: what it has done so far, what it says, and what may stop it between two batches. */
final class Going {

    private final RunContext run;
    private final Session session;
    private final FixStore store;
    private final FixRow fix;
    private final Conduct conduct;
    private final Tally tally;
    private final String holder;
    private final BooleanSupplier stopping;

    /**
     * How a run is to go.
     *
     * @param shared whether other sessions work on the same fix
     */
    record Conduct(Limits limits, Surroundings surroundings, boolean shared, Pace pace) {}

    Going(RunContext run, FixStore store, FixRow fix, Conduct conduct) {
        this.run = run;
        this.session = run.session();
        this.store = store;
        this.fix = fix;
        this.conduct = conduct;
        this.tally = new Tally(
                new Progress(run.journal(), run.clock(), fix.id(), "changed"),
                run.clock().instant(),
                store.counts(fix));
        this.holder = run.id();
        this.stopping = () -> false;
    }

    private Going(Going main, Session session, String holder, BooleanSupplier stopping) {
        this.run = main.run;
        this.session = session;
        this.store = new FixStore(session, run.clock());
        this.fix = main.fix;
        this.conduct = main.conduct;
        this.tally = main.tally;
        this.holder = holder;
        this.stopping = stopping;
        run.cancellation().watch(session);
    }

    /**
     * Returns the same run on another session, which is told of a request to stop until {@link #unwatch}.
     *
     * @param halted says whether another session of this run has failed: then it stops after its batch
     */
    Going on(Session other, String name, BooleanSupplier halted) {
        return new Going(this, other, name, halted);
    }

    void unwatch() {
        run.cancellation().unwatch(session);
    }

    /** Returns what parts are held by: the run, or one of its sessions. */
    String holder() {
        return holder;
    }

    Session session() {
        return session;
    }

    FixStore store() {
        return store;
    }

    Limits limits() {
        return conduct.limits();
    }

    Clock clock() {
        return run.clock();
    }

    Instant now() {
        return run.clock().instant();
    }

    /** Returns the keys of a statement that were set aside. */
    List<List<String>> rejected(Step step) {
        return store.rejects(fix).stream()
                .filter(reject -> reject.step() == step.number())
                .map(Reject::key)
                .toList();
    }

    /** Requires that one more row may be set aside, inside the transaction that does; others wait for its end. */
    void requireRoom(Supplier<OneoffException> tooMany) {
        if (conduct.shared()) {
            store.lock(fix);
        }
        if (rejects() >= limits().quarantine()) {
            throw tooMany.get();
        }
    }

    /** Returns how many rows are set aside by now, by whomever. */
    long rejects() {
        return conduct.shared() ? store.counts(fix).rejected() : tally.rejects();
    }

    /** Returns what stops a batch that would change too many rows, asked inside its transaction. */
    Batch.Allowed allowed() {
        return limits().most().isEmpty()
                ? changing -> {}
                : changing -> require(changing, limits().most().getAsLong());
    }

    private void require(long changing, long most) {
        long sofar = tally.sofar();
        if (conduct.shared()) {
            // One batch after the other: what others have committed counts, and what they are about to waits.
            store.lock(fix);
            sofar = store.counts(fix).changed();
        }
        require(sofar, changing, most);
    }

    /**
     * Stops a run that is about to change too many rows.
     *
     * @param sofar how many were changed before those that it would change were counted: no row counts twice
     */
    void requireAhead(long sofar, long wrong) {
        limits().most().ifPresent(most -> require(sofar, wrong, most));
    }

    private void require(long sofar, long changing, long most) {
        if (sofar + changing > most) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + fix.id() + " would change more than " + most + " rows (" + limits().source() + "); "
                            + sofar + " are done.",
                    "Look at them: oneoff datafix show " + fix.id()
                            + ". If they are right, raise the limit and run: oneoff datafix apply " + fix.id());
        }
    }

    /** Stops when a signal came or the time is over. */
    void check() {
        run.cancellation().failure().ifPresent(failure -> {
            throw new OneoffException(failure);
        });
        limits().maxRuntime()
                .filter(most -> Duration.between(tally.begin(), now()).compareTo(most) > 0)
                .ifPresent(most -> {
                    throw new OneoffException(
                            FailureKind.DEADLINE,
                            "The time of fix " + fix.id() + " is over (" + most.toSeconds() + " s): " + tally.sofar()
                                    + " rows are changed.",
                            "It goes on where it stopped: oneoff datafix apply " + fix.id());
                });
    }

    boolean watched() {
        return tally.watched();
    }

    /** Says how many rows are wrong before it goes on. */
    void ahead(long wrong, boolean exact) {
        tally.ahead(wrong, exact);
    }

    /** Returns the pace of whoever works on a statement. */
    Stride stride(int step) {
        return conduct.pace().stride("statement " + step);
    }

    /**
     * Rests and waits before a batch as long as the pace asks for, and stops as {@link #check} does.
     *
     * @param reached where the cursor is
     * @return false when the part is not this process's any more, or is left to the next run
     */
    boolean paced(Stride stride, Chunk chunk, Optional<String> reached) {
        if (stopping.getAsBoolean()) {
            return false;
        }
        Telling telling = new Telling(run, session, store, fix);
        return stride.go(new Stride.Worker() {
            @Override
            public void check() {
                Going.this.check();
            }

            @Override
            public boolean beat() {
                return session().inTransaction(() -> store.advance(fix, chunk, new Advance(reached, false, 0, 0, 0)));
            }

            @Override
            public void tell(News news) {
                telling.tell(news);
            }
        });
    }

    void changed(long rows) {
        tally.changed(rows);
    }

    void end() {
        tally.end();
    }

    /** Counts an item that was set aside before and is done now. */
    void accepted(long rows) {
        tally.rejects(-1);
        changed(rows);
    }

    void rejected(Reject reject) {
        tally.rejects(1);
        run.journal()
                .warn("set aside: " + fix.id() + ", statement " + reject.step() + ", row " + Texts.join(reject.key())
                        + ": " + reject.message());
    }

    /** Lets others go first before a batch is tried again, the longer the oftener. */
    void rest(int tries) {
        pause(Rest.after(tries, conduct.surroundings().random()));
    }

    void pause(Duration time) {
        conduct.surroundings().pause().of(time);
    }
}
