package dev.oneoff.transfer;

import dev.oneoff.transfer.Imported.Counts;
import java.util.Locale;

/**
 * How far a file has come into a table.
 *
 * @param run who wrote it last, or has undone it
 * @param state whether that is all of it, and still true
 * @param line where the last row begins that was read
 * @param counts of all rows so far
 */
record Mark(String target, String sha256, String run, State state, long line, long batches, Counts counts) {

    /** Whether somebody can go on. */
    enum State {
        GOING,
        DONE,
        /** At its end, but the file was another one by then. */
        CHANGED,
        UNDONE;

        /** Returns the name in the ledger. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the beginning. */
    static Mark none(String target, String sha256, String run) {
        return new Mark(target, sha256, run, State.GOING, 0, 0, new Counts(0, 0, 0, 0, 0, 0));
    }

    /**
     * Returns its end.
     *
     * @param read the digest of the file that was read
     */
    Mark finished(String by, String read) {
        State end = read.equals(sha256) ? State.DONE : State.CHANGED;
        return new Mark(target, sha256, by, end, line, batches, counts);
    }

    /** Returns where it is one batch later. */
    Mark plus(Part part, String by) {
        Counts more = part.counts();
        return new Mark(
                target,
                sha256,
                by,
                State.GOING,
                part.line(),
                batches + 1,
                new Counts(
                        counts.rows() + more.rows(),
                        counts.inserted() + more.inserted(),
                        counts.updated() + more.updated(),
                        counts.unchanged() + more.unchanged(),
                        counts.passed() + more.passed(),
                        0));
    }
}
