package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.List;

/**
 * A foreign key by which rows elsewhere would go, or lose a value, with a row of a table: its own, or that of what it is a
 * partition of, or of its partitions.
 *
 * @param table whose rows refer, quoted
 * @param same the condition that the row {@code oneoff_d} refers to the row {@code oneoff_t}
 * @param own whether it leads to the table itself
 * @param below the table and its partitions, an array as text
 */
record Reference(String table, String same, boolean own, String below) {

    // The server's copies of a foreign key for partitions say what the first one says.
    private static final String TO = """
            WITH oneoff_below AS (
                SELECT CAST(pg_catalog.to_regclass(:table) AS oid) AS relid
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(:table)) p),
            oneoff_family AS (
                SELECT relid
                FROM oneoff_below
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_ancestors(pg_catalog.to_regclass(:table)) p)
            SELECT
                CAST(CAST(k.conrelid AS regclass) AS text),
                (
                    SELECT string_agg(pg_catalog.format('oneoff_d.%I = oneoff_t.%I', d.attname, t.attname), ' AND ')
                    FROM ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS c (theirs, ours)
                    JOIN pg_catalog.pg_attribute d ON d.attrelid = k.conrelid AND d.attnum = c.theirs
                    JOIN pg_catalog.pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = c.ours),
                k.conrelid IN (SELECT relid FROM oneoff_family),
                (SELECT CAST(array_agg(relid) AS text) FROM oneoff_below)
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f'
              AND k.conparentid = 0
              AND k.confdeltype IN ('c', 'n', 'd')
              AND k.confrelid IN (SELECT relid FROM oneoff_family)
            ORDER BY k.oid""";

    static List<Reference> to(Session session, String table) {
        return session.list(
                Sql.of(TO).with("table", table),
                row -> new Reference(row.text(1), row.text(2), row.flag(3), row.text(4)));
    }

    /** Returns the condition that a row refers to {@code oneoff_t} that does not go with it: is not in oneoff_wanted. */
    String needs(Lists lists) {
        String other = own
                ? " AND NOT (oneoff_d.tableoid = ANY (CAST('" + below + "' AS oid[])) AND ("
                        + lists.ofKey(n -> "oneoff_d." + lists.key(n), ", ") + ") IN (SELECT "
                        + lists.ofKey(n -> "k" + n, ", ") + " FROM oneoff_wanted))"
                : "";
        return "EXISTS (SELECT FROM " + table + " AS oneoff_d WHERE " + same + other + ")";
    }

    /** Returns the keys d1, d2, … of rows that refer to other rows of the table, and the keys k1, k2, … of these. */
    String pairs(Lists lists) {
        String target = lists.target().table();
        return "SELECT " + lists.ofKey(n -> "oneoff_d." + lists.key(n) + " AS d" + n, ", ") + ", "
                + lists.ofKey(n -> "oneoff_t." + lists.key(n) + " AS k" + n, ", ") + " FROM " + target
                + " AS oneoff_d JOIN " + target + " AS oneoff_t ON " + same + " WHERE NOT ("
                + lists.ofKey(n -> "oneoff_d." + lists.key(n) + " = oneoff_t." + lists.key(n), " AND ") + ")";
    }
}
