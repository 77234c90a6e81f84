package dev.oneoff.images;

/**
 * What came of putting images back, or would.
 *
 * @param rows rows that were written
 * @param conflicts values and rows that could not be put back, because somebody changed them since
 */
public record Restored(long rows, long conflicts) {

    /** Nothing yet. */
    public static final Restored NONE = new Restored(0, 0);

    /** Returns the sum. */
    public Restored plus(Restored other) {
        return new Restored(rows + other.rows, conflicts + other.conflicts);
    }
}
