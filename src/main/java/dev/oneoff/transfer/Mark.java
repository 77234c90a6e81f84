package dev.oneoff.transfer;

import dev.oneoff.transfer.Imported.Counts;

/**
 * How far a file has come into a table.
 *
 * @param run who wrote it last
 * @param done whether that is all of it
 * @param line where the last row begins that was read
 * @param counts of all rows so far
 */
record Mark(String target, String sha256, String run, boolean done, long line, long batches, Counts counts) {

    /** Returns the beginning. */
    static Mark none(String target, String sha256, String run) {
        return new Mark(target, sha256, run, false, 0, 0, new Counts(0, 0, 0, 0, 0, 0));
    }

    /** Returns its end. */
    Mark finished(String by) {
        return new Mark(target, sha256, by, true, line, batches, counts);
    }

    /** Returns where it is one batch later. */
    Mark plus(Part part, String by) {
        Counts more = part.counts();
        return new Mark(
                target,
                sha256,
                by,
                false,
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
