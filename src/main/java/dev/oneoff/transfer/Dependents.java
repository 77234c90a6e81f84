package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.List;
import java.util.Optional;

/** Foreign keys by which rows elsewhere would go, or lose a value, with rows that are deleted. */
record Dependents(Session session, TargetTable table, Heading heading, UniqueKey key) {

    // The server's copies of a foreign key for partitions say what the first one says.
    private static final String KEYS = """
            WITH oneoff_family AS (
                SELECT CAST(pg_catalog.to_regclass(:table) AS oid) AS relid
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(:table)) p
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_ancestors(pg_catalog.to_regclass(:table)) p)
            SELECT
                CAST(k.conname AS text),
                CAST(CAST(k.conrelid AS regclass) AS text),
                k.conrelid IN (SELECT relid FROM oneoff_family),
                CASE k.confdeltype WHEN 'c' THEN 'deleted' ELSE 'changed' END,
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY p.place)
                    FROM unnest(k.conkey) WITH ORDINALITY AS p (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY p.place)
                    FROM unnest(k.confkey) WITH ORDINALITY AS p (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number)
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f'
              AND k.conparentid = 0
              AND k.confdeltype IN ('c', 'n', 'd')
              AND k.confrelid IN (SELECT relid FROM oneoff_family)
            ORDER BY k.conname""";

    /**
     * A foreign key.
     *
     * @param table as the catalogue writes it, quoted
     * @param own whether it is the table's own, or leads from one of its partitions, or what it is one of, to another
     */
    private record Foreign(
            String name, String table, boolean own, String what, List<String> columns, List<String> referred) {}

    /** Returns what would become of them, with the constraint's name; empty when nothing would. */
    Optional<String> touched() {
        return session
                .list(
                        Sql.of(KEYS).with("table", table.name().quoted()),
                        row -> new Foreign(
                                row.text(1),
                                row.text(2),
                                row.flag(3),
                                row.text(4),
                                names(row.text(5)),
                                names(row.text(6))))
                .stream()
                .flatMap(foreign -> touched(foreign).stream())
                .findFirst();
    }

    private static List<String> names(String joined) {
        return List.of(joined.split("\u001f", -1));
    }

    private Optional<String> touched(Foreign foreign) {
        long rows = session.list(Sql.positional(count(foreign), List.of()), row -> row.number(1))
                .get(0);
        return rows == 0
                ? Optional.empty()
                : Optional.of("%,d %s of %s would be %s with them (%s)"
                        .formatted(rows, rows == 1 ? "row" : "rows", foreign.table(), foreign.what(), foreign.name()));
    }

    private String count(Foreign foreign) {
        String counted =
                "SELECT count(*)\nFROM oneoff_gone AS g\nJOIN " + table.name().quoted() + " AS t ON "
                        + same("g", "t") + "\nJOIN " + foreign.table() + " AS d ON "
                        + Checks.same("d.", foreign.columns(), "t.", foreign.referred());
        if (!foreign.own()) {
            return counted;
        }
        // What goes itself; and what the file says of its rows is looked at elsewhere.
        return counted + "\nWHERE NOT EXISTS (SELECT FROM oneoff_gone AS o WHERE o.oneoff_part = d.tableoid AND "
                + same("o", "d") + ")"
                + (heading.covers(foreign.columns())
                        ? "\n  AND NOT EXISTS (SELECT FROM oneoff_typed AS s WHERE " + same("s", "d") + ")"
                        : "");
    }

    private String same(String one, String other) {
        return Checks.same(one + ".", key.columns(), other + ".", key.columns());
    }
}
