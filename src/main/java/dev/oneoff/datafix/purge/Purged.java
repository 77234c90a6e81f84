package dev.oneoff.datafix.purge;

import java.util.StringJoiner;

/**
 * What was deleted, or would be.
 *
 * @param fixes how many fixes had something
 * @param imports how many imports had something
 * @param images batches of old and new values
 * @param work keys of worklists and rows of files
 * @param setAside rows set aside
 * @param conflicts values that reverts left
 */
public record Purged(long fixes, long imports, long images, long work, long setAside, long conflicts) {

    /** Says whether nobody had anything. */
    public boolean nothing() {
        return fixes == 0 && imports == 0;
    }

    /** Returns it in a few words, without a verb. */
    public String text() {
        if (nothing()) {
            return "nothing";
        }
        StringJoiner owners = new StringJoiner(" and ");
        if (fixes > 0) {
            owners.add(many(fixes, "fix", "fixes"));
        }
        if (imports > 0) {
            owners.add(many(imports, "import", "imports"));
        }
        StringJoiner kept = new StringJoiner(", ", "what " + owners + " kept (", ")");
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
