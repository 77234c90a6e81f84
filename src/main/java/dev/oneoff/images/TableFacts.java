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
 * @param references foreign keys by which other rows would go or lose a value with a row
 * @param columns what it has now
 */
record TableFacts(Set<String> fixed, boolean deferrable, List<Reference> references, List<AddedColumn> columns) {

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

    static TableFacts read(Session session, String table) {
        return new TableFacts(
                new HashSet<>(session.list(Sql.of(FIXED).with("table", table), row -> row.text(1))),
                !session.list(Sql.of(DEFERRABLE).with("table", table), row -> row.number(1))
                        .isEmpty(),
                Reference.to(session, table),
                AddedColumn.all(session, table));
    }
}
