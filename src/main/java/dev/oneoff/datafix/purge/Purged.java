package dev.oneoff.datafix.purge;

import java.util.StringJoiner;

/**
 * What was deleted, or would be.
 *
 * @param fixes how many fixes had something
 * @param images batches of old and new values
 * @param work keys of worklists and rows of files
 * @param setAside rows set aside
 * @param conflicts values that reverts left
 */
public record Purged(long fixes, long images, long work, long setAside, long conflicts) {

    /** Returns it in a few words, without a verb. */
    public String text() {
        if (fixes == 0) {
            return "nothing";
        }
        StringJoiner kept = new StringJoiner(", ", "what " + many(fixes, "fix", "fixes") + " kept (", ")");
        kept.add(many(images, "image", "images")).add(many(work, "row of work", "rows of work"));
        if (setAside > 0) {
            kept.add(many(setAside, "row", "rows") + " set aside");
        }
        if (conflicts > 0) {
            kept.add(many(conflicts, "conflict", "conflicts"));
        }
        return kept.toString();
    }

    private static String many(long number, String one, String several) {
        return "%,d %s".formatted(number, number == 1 ? one : several);
    }
}
