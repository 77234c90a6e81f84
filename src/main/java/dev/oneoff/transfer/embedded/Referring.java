package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetTable;
import java.util.List;
import java.util.Optional;

/**
 * Foreign keys by which rows would go, or lose a value, with the rows g of {@code oneoff_gone}.
 *
 * @param same the condition that a row t of the table is a row g
 */
record Referring(Session session, TargetTable table, String same) {

    private static final String KEYS = """
            SELECT
                r.CONSTRAINT_NAME,
                d.TABLE_SCHEMA,
                d.TABLE_NAME,
                CASE r.DELETE_RULE WHEN 'CASCADE' THEN 'deleted' ELSE 'changed' END,
                LISTAGG(d.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY d.ORDINAL_POSITION),
                LISTAGG(t.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY d.ORDINAL_POSITION)
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE d
              ON d.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA
             AND d.CONSTRAINT_NAME = r.CONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE t
              ON t.CONSTRAINT_SCHEMA = r.UNIQUE_CONSTRAINT_SCHEMA
             AND t.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
             AND t.ORDINAL_POSITION = d.POSITION_IN_UNIQUE_CONSTRAINT
            WHERE r.DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
              AND t.TABLE_SCHEMA = :schema
              AND t.TABLE_NAME = :table
            GROUP BY r.CONSTRAINT_NAME, d.TABLE_SCHEMA, d.TABLE_NAME, r.DELETE_RULE
            ORDER BY r.CONSTRAINT_NAME""";

    private record Foreign(
            String name, String schema, String table, String what, List<String> columns, List<String> referred) {}

    Optional<String> touched() {
        return session
                .list(
                        Sql.of(KEYS)
                                .with("schema", table.name().parts().get(0).name())
                                .with("table", table.name().last().name()),
                        row -> new Foreign(
                                row.text(1),
                                row.text(2),
                                row.text(3),
                                row.text(4),
                                List.of(row.text(5).split("\u001f", -1)),
                                List.of(row.text(6).split("\u001f", -1))))
                .stream()
                .flatMap(foreign -> touched(foreign).stream())
                .findFirst();
    }

    private Optional<String> touched(Foreign foreign) {
        long rows = session.listAsItIs(count(foreign), row -> row.number(1)).get(0);
        return rows == 0
                ? Optional.empty()
                : Optional.of("%,d %s of %s.%s would be %s with them (%s)"
                        .formatted(
                                rows,
                                rows == 1 ? "row" : "rows",
                                foreign.schema,
                                foreign.table,
                                foreign.what,
                                foreign.name));
    }

    private String count(Foreign foreign) {
        String own = table.name().quoted();
        String other = quoted(foreign.schema) + "." + quoted(foreign.table);
        StringBuilder count = new StringBuilder("SELECT count(*) FROM oneoff_gone AS g JOIN " + own + " AS t ON " + same
                + " JOIN " + other + " AS d ON ");
        for (int at = 0; at < foreign.columns.size(); at++) {
            count.append(at == 0 ? "" : " AND ")
                    .append("d." + quoted(foreign.columns.get(at)) + " = t." + quoted(foreign.referred.get(at)));
        }
        return other.equals(own)
                // What goes itself.
                ? count + " WHERE NOT EXISTS (SELECT 1 FROM oneoff_gone AS o WHERE "
                        + same.replace("t.", "d.").replace("g.", "o.") + ")"
                : count.toString();
    }

    private static String quoted(String name) {
        return Identifier.of(name).quoted();
    }
}
