package dev.oneoff.ledger;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a run stands. The only moves there are stand in {@link #next()}. */
public enum RunState {
    /** Its process is at work, or died without a word. */
    RUNNING,
    /** Done, or nothing to do. */
    SUCCEEDED,
    /** Ended with a failure. */
    FAILED,
    /** Stopped cleanly by a signal. */
    INTERRUPTED,
    /** Its process is gone: it said it was running and did not hold its lock. */
    LOST;

    /** Returns the states this one may move to, with the reason of each edge. */
    public Set<RunState> next() {
        return switch (this) {
            // SUCCEEDED and FAILED by the run itself; INTERRUPTED by its signal; LOST by the next holder of its lock; a
            // reader that sees the same writes nothing.
            case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, INTERRUPTED, LOST);
            // A run that came back after it was called lost (a frozen process that woke up) tells the truth about
            // itself.
            case LOST -> EnumSet.of(SUCCEEDED, FAILED, INTERRUPTED);
            // Ended is ended.
            case SUCCEEDED, FAILED, INTERRUPTED -> EnumSet.noneOf(RunState.class);
        };
    }

    /** Returns the name as it stands in the table and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
