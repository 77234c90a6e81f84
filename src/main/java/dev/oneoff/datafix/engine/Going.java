package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.time.Instant;

/** A run of a fix under way: what it has done so far, what it says, and what may stop it between two batches. */
final class Going {

    private static final Duration SAYING = Duration.ofSeconds(10);

    private final RunContext run;
    private final FixStore store;
    private final FixRow fix;
    private final Limits limits;
    private final Surroundings surroundings;
    private final Instant begin;
    private Instant said;
    private final long changedBefore;
    private long changed;
    private long rejects;

    Going(RunContext run, FixStore store, FixRow fix, Limits limits, Surroundings surroundings) {
        this.run = run;
        this.store = store;
        this.fix = fix;
        this.limits = limits;
        this.surroundings = surroundings;
        this.begin = run.clock().instant();
        this.said = begin;
        Counts counts = store.counts(fix);
        this.changedBefore = counts.changed();
        this.rejects = counts.rejected();
    }

    Session session() {
        return run.session();
    }

    FixStore store() {
        return store;
    }

    Limits limits() {
        return limits;
    }

    Instant now() {
        return run.clock().instant();
    }

    long rejects() {
        return rejects;
    }

    Batch.Allowed allowed() {
        long sofar = changedBefore + changed;
        return changing -> {
            if (limits.most().isPresent() && sofar + changing > limits.most().getAsLong()) {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        "Fix " + fix.id() + " would change more than "
                                + limits.most().getAsLong() + " rows (" + limits.source() + "); " + sofar
                                + " are done.",
                        "Look at them: oneoff datafix show " + fix.id()
                                + ". If they are right, raise the limit and run: oneoff datafix apply " + fix.id());
            }
        };
    }

    /** Stops when a signal came or the time is over. */
    void check() {
        run.cancellation().failure().ifPresent(failure -> {
            throw new OneoffException(failure);
        });
        limits.maxRuntime()
                .filter(most -> Duration.between(begin, now()).compareTo(most) > 0)
                .ifPresent(most -> {
                    throw new OneoffException(
                            FailureKind.DEADLINE,
                            "The time of fix " + fix.id() + " is over (" + most.toSeconds() + " s): "
                                    + (changedBefore + changed) + " rows are changed.",
                            "It goes on where it stopped: oneoff datafix apply " + fix.id());
                });
    }

    void changed(long rows) {
        changed += rows;
        Instant now = now();
        if (Duration.between(said, now).compareTo(SAYING) >= 0) {
            said = now;
            double seconds = Math.max(1, Duration.between(begin, now).toMillis()) / 1000.0;
            run.journal()
                    .say("%s: %,d rows changed, %,.0f rows/s"
                            .formatted(fix.id(), changedBefore + changed, changed / seconds));
        }
    }

    void rejected(Reject reject) {
        rejects++;
        run.journal()
                .warn("set aside: " + fix.id() + ", statement " + reject.step() + ", row " + Texts.join(reject.key())
                        + ": " + reject.message());
    }

    /** Lets others go first before a batch is tried again, the longer the oftener. */
    void rest(int tries) {
        surroundings.pause().of(Rest.after(tries, surroundings.random()));
    }
}
