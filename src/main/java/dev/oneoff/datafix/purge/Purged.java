package dev.oneoff.datafix.purge;

/**
 * What was deleted, or would be.
 *
 * @param fixes how many fixes had something
 * @param images batches of old and new values
 * @param work keys of worklists and rows of files
 */
public record Purged(long fixes, long images, long work) {

    /** Returns it in a few words, without a verb. */
    public String text() {
        return fixes == 0
                ? "nothing"
                : "what %,d %s kept (%,d %s, %,d %s)"
                        .formatted(
                                fixes,
                                fixes == 1 ? "fix" : "fixes",
                                images,
                                images == 1 ? "image" : "images",
                                work,
                                work == 1 ? "row of work" : "rows of work");
    }
}
