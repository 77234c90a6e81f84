package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.store.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a run has done so far, by all of its sessions together. Any thread. */
final class Tally {

    private static final Duration SAYING = Duration.ofSeconds(10);

    private final Instant begin;
    private final long before;
    private Instant said;
    private long changed;
    private long rejects;

    Tally(Instant begin, Counts counts) {
        this.begin = begin;
        this.before = counts.changed();
        this.said = begin;
        this.rejects = counts.rejected();
    }

    Instant begin() {
        return begin;
    }

    /** Returns the rows changed over all runs of the fix, as far as this process knows. */
    synchronized long sofar() {
        return before + changed;
    }

    synchronized long rejects() {
        return rejects;
    }

    synchronized void rejects(int more) {
        rejects += more;
    }

    /** Counts rows; returns what is to be said of them now and then. */
    synchronized Optional<String> changed(long rows, Instant now) {
        changed += rows;
        if (Duration.between(said, now).compareTo(SAYING) < 0) {
            return Optional.empty();
        }
        said = now;
        double seconds = Math.max(1, Duration.between(begin, now).toMillis()) / 1000.0;
        return Optional.of("%,d rows changed, %,.0f rows/s".formatted(before + changed, changed / seconds));
    }
}
