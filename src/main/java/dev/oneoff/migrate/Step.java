package dev.oneoff.migrate;

import java.time.Duration;
import java.util.Locale;

/**
 * One changeset that was tried.
 *
 * @param took from its first statement to the commit
 * @param rows rows written by its statements, 0 for DDL
 * @param detail why, for one that failed; else empty
 */
public record Step(ChangesetId id, State state, Duration took, long rows, String detail) {

    /** How a try ended. */
    public enum State {
        /** Done and recorded, in one commit where the engine can. */
        APPLIED,
        /** Its precondition said to record it without running it. */
        MARKED,
        /** Its precondition said to go on without it; it will be looked at again. */
        SKIPPED,
        /** It failed and is allowed to; it will be tried again. */
        IGNORED,
        /** It was taken back. */
        ROLLED_BACK,
        /** It failed and stopped the run. */
        FAILED;

        /** Returns the words for people, JSON and the ledger. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
