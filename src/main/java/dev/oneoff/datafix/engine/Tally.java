package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.store.Counts;
import dev.oneoff.progress.Progress;
import java.time.Instant;

/** What a run has done so far, by all of its sessions together. Any thread. */
final class Tally {

    private final Progress progress;
    private final Instant begin;
    private final long before;
    private long changed;
    private long rejects;

    Tally(Progress progress, Instant begin, Counts counts) {
        this.progress = progress;
        this.begin = begin;
        this.before = counts.changed();
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

    /** Says whether somebody watches. */
    synchronized boolean watched() {
        return progress.watched();
    }

    /** Says how many rows are wrong before it goes on. */
    synchronized void ahead(long wrong, boolean exact) {
        progress.of(before + wrong, exact);
    }

    synchronized void changed(long rows) {
        changed += rows;
        progress.show(before, changed);
    }

    synchronized void end() {
        progress.end();
    }
}
