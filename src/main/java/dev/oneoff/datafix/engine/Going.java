package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.RunContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A run of a fix under way: what it has done so far, what it says, and what may stop it between two batches. */
final class Going {

    private final RunContext run;
    private final FixStore store;
    private final FixRow fix;
    private final Limits limits;
    private final Pause pause;
    private final Instant begin;
    private final Progress progress;
    private final long changedBefore;
    private long changed;
    private long rejects;

    Going(RunContext run, FixStore store, FixRow fix, Limits limits, Pause pause) {
        this.run = run;
        this.store = store;
        this.fix = fix;
        this.limits = limits;
        this.pause = pause;
        this.begin = run.clock().instant();
        this.progress = new Progress(run.journal(), run.clock(), fix.id(), "changed");
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

    boolean watched() {
        return progress.watched();
    }

    /** Says how many rows are wrong before it goes on. */
    void ahead(long wrong, boolean exact) {
        progress.of(changedBefore + wrong, exact);
    }

    void changed(long rows) {
        changed += rows;
        progress.show(changedBefore, changed);
    }

    void end() {
        progress.end();
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
        pause.of(Duration.ofMillis(50L << tries));
    }
}
