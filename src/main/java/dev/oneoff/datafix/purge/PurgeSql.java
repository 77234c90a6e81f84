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

    /** Nobody moves the fix while its row is held. Whoever has it now is a revert or another purge: it has its reasons. */
    static final String HOLD = """
            SELECT generation
            FROM %1$soneoff_fix
            WHERE id = :id AND generation = :generation AND\s""" + OVER + """

            FOR UPDATE SKIP LOCKED""";

    static final Kept IMAGES = new Kept("%1$soneoff_image", "step, chunk, batch, part");

    static final Kept WORK = new Kept("%1$soneoff_fix_work", "place");

    static final Kept REJECTS = new Kept("%1$soneoff_fix_reject", "step, row_key");

    static final Kept CONFLICTS = new Kept("%1$soneoff_fix_conflict", "step, chunk, batch, part, place, column_number");

    private PurgeSql() {}

    /**
     * A table with something of fixes.
     *
     * @param key its primary key after the fix and its generation
     */
    record Kept(String table, String key) {

        /** Finds the fixes that still have something here. */
        String fixes() {
            return """
                    SELECT id, generation
                    FROM %%1$soneoff_fix AS f
                    WHERE %s
                      AND EXISTS (SELECT 1 FROM %s AS k WHERE k.fix_id = f.id AND k.generation = f.generation)
                    ORDER BY changed_at, id, generation""".formatted(OVER, table);
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
