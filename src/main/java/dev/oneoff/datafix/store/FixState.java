package dev.oneoff.datafix.store;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a data fix stands. The only moves there are stand in {@link #next()}. */
public enum FixState {
    /** A process is at work, or died without a word: the next one goes on from the cursor. */
    RUNNING,
    /** Stopped by an operator or a guard; goes on when it is named again. */
    PAUSED,
    /** Stopped by a signal or the end of its time; goes on when it is run again. */
    INTERRUPTED,
    /** Stopped by an error; what was committed stays, and it goes on when it is run again. */
    FAILED,
    /** Done, and nothing wrong is left. */
    SUCCEEDED,
    /** Done, but something is still wrong: rows set aside, rows that keep appearing, a check that says no. */
    INCOMPLETE,
    /** Given up by an operator; what was committed stays. */
    CANCELLED,
    /** Old values are being put back. */
    REVERTING,
    /** All of it was taken back. */
    REVERTED,
    /** Taken back, but for values that somebody has changed since. */
    REVERTED_WITH_CONFLICTS;

    /** Returns the states this one may move to, with the reason of each edge. */
    public Set<FixState> next() {
        return switch (this) {
            // The ends of a run: by itself, by pause and cancel, by a signal, by an error.
            case RUNNING -> EnumSet.of(PAUSED, INTERRUPTED, FAILED, SUCCEEDED, INCOMPLETE, CANCELLED, RUNNING);
            // Run again; given up; or taken back as far as it came.
            case PAUSED, INTERRUPTED, FAILED, INCOMPLETE -> EnumSet.of(RUNNING, CANCELLED, REVERTING);
            // Its old values are there until they are purged. Doing it again is another generation.
            case SUCCEEDED, CANCELLED -> EnumSet.of(REVERTING);
            // A revert that was stopped goes on where it was.
            case REVERTING -> EnumSet.of(REVERTED, REVERTED_WITH_CONFLICTS, REVERTING);
            // Once more, with another mode.
            case REVERTED_WITH_CONFLICTS -> EnumSet.of(REVERTING);
            case REVERTED -> EnumSet.noneOf(FixState.class);
        };
    }

    /** Says whether running it goes on with this generation. */
    public boolean unfinished() {
        return next().contains(RUNNING);
    }

    /** Says whether nothing is under way: what it kept may go once it is old enough. */
    public boolean over() {
        return !unfinished() && this != REVERTING;
    }

    /** Returns the name as it stands in the table and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the state of that name. */
    static FixState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
