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

    static final String INSERT_ITEM = """
            INSERT INTO %1$soneoff_fix_work (fix_id, generation, place, content)
            VALUES (:id, :generation, :place, :content)""";

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

    static final String ACCEPT = """
            DELETE FROM %1$soneoff_fix_reject
            WHERE fix_id = :id AND generation = :generation AND step = :step AND row_key = :key""";

    private WorkSql() {}
}
