package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.pace.News;
import dev.oneoff.pace.Pace;
import dev.oneoff.pace.Stride;
import dev.oneoff.run.RunContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run of a fix under way: what it has done so far, what it says, and what may stop it between two batches. */
final class Going {

    private static final Duration SAYING = Duration.ofSeconds(10);

    private final RunContext run;
    private final FixStore store;
    private final FixRow fix;
    private final Limits limits;
    private final Pace pace;
    private final Instant begin;
    private Instant said;
    private final long changedBefore;
    private long changed;
    private long rejects;

    Going(RunContext run, FixStore store, FixRow fix, Limits limits, Pace pace) {
        this.run = run;
        this.store = store;
        this.fix = fix;
        this.limits = limits;
        this.pace = pace;
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

    /** Returns the pace of whoever works on a statement. */
    Stride stride(int step) {
        return pace.stride("statement " + step);
    }

    /**
     * Rests and waits before a batch as long as the pace asks for, and stops as {@link #check} does.
     *
     * @param reached where the cursor is
     * @return false when the part is not this process's any more
     */
    boolean paced(Stride stride, Chunk chunk, Optional<String> reached) {
        Telling telling = new Telling(run, store, fix);
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

    /** Counts an item that was set aside before and is done now. */
    void accepted(long rows) {
        rejects--;
        changed(rows);
    }

    void rejected(Reject reject) {
        rejects++;
        run.journal()
                .warn("set aside: " + fix.id() + ", statement " + reject.step() + ", row " + Texts.join(reject.key())
                        + ": " + reject.message());
    }

    /** Lets others go first before a batch is tried again, the longer the oftener. */
    void rest(int tries) {
        pace.pause().of(Duration.ofMillis(50L << tries));
    }
}
