package dev.oneoff.datafix.purge;

import dev.oneoff.datafix.store.FixState;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The statements of a purge. {@code %1$s} is the schema, quoted, with its dot. */
final class PurgeSql {

    private static final String OVER = "state IN ("
            + Arrays.stream(FixState.values())
                    .filter(FixState::over)
                    .map(state -> "'" + state.label() + "'")
                    .collect(Collectors.joining(", "))
            + ") AND changed_at < :before";

    private static final String HOLD = """
            SELECT generation
            FROM %s
            WHERE id = :id AND generation = :generation AND %s
            FOR UPDATE SKIP LOCKED""";

    private static final String IMAGE = "step, chunk, batch, part";
    private static final String CONFLICT = "step, chunk, batch, part, place, column_number";

    private static final Owners FIXES = new Owners("%1$soneoff_fix", OVER);

    // What is undone is so in one transaction: it is over whenever it is seen.
    private static final Owners IMPORTS = new Owners("%1$soneoff_import", "changed_at < :before");

    static final Kept IMAGES = new Kept(FIXES, "%1$soneoff_image", IMAGE);

    static final Kept WORK = new Kept(FIXES, "%1$soneoff_fix_work", "place");

    static final Kept REJECTS = new Kept(FIXES, "%1$soneoff_fix_reject", "step, row_key");

    static final Kept CONFLICTS = new Kept(FIXES, "%1$soneoff_fix_conflict", CONFLICT);

    static final Kept IMPORT_IMAGES = new Kept(IMPORTS, "%1$soneoff_import_image", IMAGE);

    static final Kept IMPORT_CONFLICTS = new Kept(IMPORTS, "%1$soneoff_import_conflict", CONFLICT);

    private PurgeSql() {}

    /**
     * A table of what keeps something.
     *
     * @param over the condition that it is over for long enough
     */
    record Owners(String table, String over) {}

    /**
     * A table with something of fixes, or of imports.
     *
     * @param key its primary key after the fix and its generation
     */
    record Kept(Owners owners, String table, String key) {

        /** Finds those that still have something here. */
        String having() {
            return """
                    SELECT id, generation
                    FROM %s AS f
                    WHERE %s
                      AND EXISTS (SELECT 1 FROM %s AS k WHERE k.fix_id = f.id AND k.generation = f.generation)
                    ORDER BY changed_at, id, generation""".formatted(owners.table(), owners.over(), table);
        }

        /**
         * Nobody moves the fix while its row is held. Whoever has it now is a revert or another purge: it has its reasons.
         */
        String hold() {
            return HOLD.formatted(owners.table(), owners.over());
        }

        String count() {
            return """
                    SELECT count(*)
                    FROM %s
                    WHERE fix_id = :id AND generation = :generation""".formatted(table);
        }

        /** Deletes so many, in the order of the key. */
        String delete() {
            return """
                    DELETE FROM %1$s
                    WHERE fix_id = :id
                      AND generation = :generation
                      AND (%2$s) IN (
                            SELECT %2$s
                            FROM %1$s
                            WHERE fix_id = :id AND generation = :generation
                            ORDER BY %2$s
                            LIMIT :limit)""".formatted(table, key);
        }
    }
}
