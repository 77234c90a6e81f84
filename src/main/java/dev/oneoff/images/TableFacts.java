package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the catalogue says of a table now, as far as it bears on putting rows back.
 *
 * @param fixed columns that may be inserted and not updated: GENERATED ALWAYS AS IDENTITY
 * @param deferrable whether a unique constraint is deferrable: ON CONFLICT refuses such a table
 * @param dependents conditions, on the row {@code oneoff_t}, that rows elsewhere would go or lose a value with it
 */
record TableFacts(Set<String> fixed, boolean deferrable, List<String> dependents) {

    private static final String FIXED = """
            SELECT CAST(a.attname AS text)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
              AND a.attidentity = 'a'
              AND NOT a.attisdropped""";

    private static final String DEFERRABLE = """
            SELECT CAST(i.indexrelid AS bigint)
            FROM pg_catalog.pg_index i
            WHERE i.indrelid IN (
                    SELECT CAST(pg_catalog.to_regclass(:table) AS oid)
                    UNION
                    SELECT CAST(p.relid AS oid)
                    FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(:table)) p)
              AND (i.indisunique OR i.indisexclusion)
              AND NOT i.indimmediate""";

    // The server's copies of a foreign key for partitions say what the first one says.
    private static final String DEPENDENTS = """
            SELECT pg_catalog.format(
                'EXISTS (SELECT FROM %s AS oneoff_d WHERE %s)',
                CAST(CAST(k.conrelid AS regclass) AS text),
                (
                    SELECT string_agg(pg_catalog.format('oneoff_d.%I = oneoff_t.%I', d.attname, t.attname), ' AND ')
                    FROM ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS c (theirs, ours)
                    JOIN pg_catalog.pg_attribute d ON d.attrelid = k.conrelid AND d.attnum = c.theirs
                    JOIN pg_catalog.pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = c.ours))
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f'
              AND k.conparentid = 0
              AND k.confdeltype IN ('c', 'n', 'd')
              AND k.confrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
            ORDER BY k.oid""";

    static TableFacts read(Session session, String table) {
        return new TableFacts(
                new HashSet<>(session.list(Sql.of(FIXED).with("table", table), row -> row.text(1))),
                !session.list(Sql.of(DEFERRABLE).with("table", table), row -> row.number(1))
                        .isEmpty(),
                session.list(Sql.of(DEPENDENTS).with("table", table), row -> row.text(1)));
    }
}
