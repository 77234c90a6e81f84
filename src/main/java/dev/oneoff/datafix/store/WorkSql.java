package dev.oneoff.datafix.store;

/** The statements on what a fix was given and works off. {@code %1$s} is the schema, quoted, with its dot. */
final class WorkSql {

    static final String INPUT = """
            SELECT params, checked, source
            FROM %1$soneoff_fix_input
            WHERE fix_id = :id AND generation = :generation""";

    static final String INSERT_INPUT = """
            INSERT INTO %1$soneoff_fix_input (fix_id, generation, params, checked, source)
            VALUES (:id, :generation, :params, :checked, :source)""";

    /** {@code :contents} is a JSON array of texts, the first of which comes to the place after {@code :before}. */
    static final String INSERT_ITEMS = """
            INSERT INTO %1$soneoff_fix_work (fix_id, generation, place, content)
            SELECT :id, :generation, :before + place, content
            FROM json_array_elements_text(CAST(:contents AS json)) WITH ORDINALITY AS e (content, place)""";

    static final String ITEMS = """
            SELECT place, content
            FROM %1$soneoff_fix_work
            WHERE fix_id = :id AND generation = :generation AND place > :after AND place <= :last
            ORDER BY place
            LIMIT :limit""";

    static final String COUNT = """
            SELECT count(*)
            FROM %1$soneoff_fix_work
            WHERE fix_id = :id AND generation = :generation""";

    /** A table of what no part of the walk has done yet, as it stands after FROM. */
    static final String LEFT = """
            %1$soneoff_fix_work AS oneoff_w
            WHERE oneoff_w.fix_id = ? AND oneoff_w.generation = ? AND EXISTS (
                SELECT
                FROM %1$soneoff_fix_chunk AS oneoff_c
                WHERE oneoff_c.fix_id = oneoff_w.fix_id AND oneoff_c.generation = oneoff_w.generation
                  AND oneoff_c.step = 1 AND NOT oneoff_c.done
                  AND oneoff_w.place > CAST(CAST(coalesce(oneoff_c.reached, '["0"]') AS json) ->> 0 AS bigint)
                  AND oneoff_w.place <= CAST(CAST(oneoff_c.last_key AS json) ->> 0 AS bigint))""";

    /** Those that may hold a null: what else is written so is a text. */
    static final String MAYBE_NULL = """
            SELECT content
            FROM %1$soneoff_fix_work
            WHERE fix_id = :id AND generation = :generation AND content LIKE '%null%'""";

    static final String ACCEPT = """
            DELETE FROM %1$soneoff_fix_reject
            WHERE fix_id = :id AND generation = :generation AND step = :step AND row_key = :key""";

    private WorkSql() {}
}
