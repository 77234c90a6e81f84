package dev.oneoff.images;

/**
 * What came of putting images back, or would.
 *
 * @param rows rows that were written
 * @param conflicts values and rows that could not be put back, because somebody changed them since
 * @param stuck those of the conflicts that force does not overwrite, either
 * @param missing rows that were to go and are not there any more: no conflict
 */
public record Restored(long rows, long conflicts, long stuck, long missing) {

    /** Nothing yet. */
    public static final Restored NONE = new Restored(0, 0, 0, 0);

    /** Returns the sum. */
    public Restored plus(Restored other) {
        return new Restored(
                rows + other.rows, conflicts + other.conflicts, stuck + other.stuck, missing + other.missing);
    }
}
