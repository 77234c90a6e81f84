package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says of each row of the file what it is to the table: {@code oneoff_plan} (line, act), with the acts insert, update, same,
 * differs, absent. Values are compared as the text of what the column would hold, byte by byte: {@code 1.0} and {@code 1.00}
 * of a numeric without scale are two, and so are {@code a} and {@code A} of a citext.
 */
record Classes(Session session, TargetTable table, Heading heading, Optional<UniqueKey> key, ImportRequest request) {

    /** How many rows of the file are what to the table. */
    record Counts(long inserted, long updated, long unchanged, long passed) {}

    /** Makes the plan anew; rows that an import of this mode does not take are rejected. */
    void plan() {
        session.execute("DROP TABLE IF EXISTS pg_temp.oneoff_plan");
        session.execute("CREATE TEMPORARY TABLE oneoff_plan ON COMMIT DROP AS\n" + select());
        session.execute("ANALYZE oneoff_plan");
    }

    /** Returns the rows with what they are now, without those that are rejected. */
    String select() {
        String rejected = "NOT EXISTS (SELECT FROM oneoff_reject AS r WHERE r.line = s.oneoff_line)";
        if (key.isEmpty()) {
            return "SELECT s.oneoff_line AS line, 'insert' AS act\nFROM oneoff_typed AS s\nWHERE " + rejected;
        }
        String found = request.mode() == ImportMode.INSERT ? "differs" : "update";
        String absent = request.mode() == ImportMode.UPDATE ? "absent" : "insert";
        return "SELECT s.oneoff_line AS line, CASE WHEN t.tableoid IS NULL THEN '" + absent + "' WHEN " + different()
                + " THEN '" + found + "' ELSE 'same' END AS act\nFROM oneoff_typed AS s\nLEFT JOIN "
                + table.name().quoted() + " AS t ON " + matches() + "\nWHERE " + rejected;
    }

    /** The condition that a row t of the table is the one that a row s of the file is about. */
    String matches() {
        List<String> columns = key.orElseThrow().columns();
        return Checks.same("t.", columns, "s.", columns);
    }

    /** The condition that it would be changed by it. */
    String different() {
        List<String> each = others().stream()
                .map(field -> (field.sparse() ? field.given("s") + " AND " : "")
                        + text("t." + field.column().quoted()) + " IS DISTINCT FROM "
                        + text("CAST(s." + field.column().quoted() + " AS "
                                + field.column().type() + ")"))
                .toList();
        return each.isEmpty() ? "FALSE" : "(" + String.join(" OR ", each) + ")";
    }

    /** Returns the fields beside the key. */
    List<Field> others() {
        List<String> columns = key.map(UniqueKey::columns).orElse(List.of());
        return heading.fields().stream()
                .filter(field -> !columns.contains(field.column().name().name()))
                .collect(Collectors.toList());
    }

    private static String text(String value) {
        return "CAST(" + value + " AS text) COLLATE \"C\"";
    }

    /** Rejects, or passes over, what an import of this mode does not take. */
    void refuse() {
        if (!request.passOver().existing() && key.isPresent()) {
            String columns = String.join(", ", key.get().columns());
            reject(
                    "differs",
                    "unique-in-table",
                    "a row with this " + columns + " is there with other values; --mode upsert would update it");
            reject("absent", "key-missing", "there is no row with this " + columns);
        }
        others().stream().filter(field -> field.column().always()).forEach(this::fixed);
        for (UniqueKey unique : table.uniques()) {
            if (unique.plain()
                    && heading.covers(unique.columns())
                    && !Optional.of(unique).equals(key)) {
                clashes(unique);
            }
        }
    }

    private void reject(String act, String code, String reason) {
        List<String> columns = key.orElseThrow().columns();
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, "
                + place(columns) + ", " + Literal.of(String.join(", ", columns)) + ", concat_ws(', ', " + list(columns)
                + "), " + Literal.of(code) + ", " + Literal.of(reason)
                + "\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nWHERE p.act = "
                + Literal.of(act));
        session.execute("DELETE FROM oneoff_plan WHERE act = " + Literal.of(act));
    }

    /** Rejects rows that would change an identity that is always made. PostgreSQL manual, CREATE TABLE, GENERATED ALWAYS. */
    private void fixed(Field field) {
        String column = field.column().quoted();
        session.execute(
                "INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, " + field.place()
                        + ", " + Literal.of(field.column().name().name()) + ", CAST(s." + column
                        + " AS text), 'other', 'an identity that is always generated cannot be changed'\nFROM oneoff_plan AS p\nJOIN"
                        + " oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                        + table.name().quoted() + " AS t ON " + matches()
                        + "\nWHERE p.act = 'update' AND t." + column + " IS DISTINCT FROM s." + column);
        session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
    }

    /** Rejects rows that have a unique value of another row of the table. */
    private void clashes(UniqueKey unique) {
        List<String> columns = unique.columns();
        String self = key.map(own -> "\n  AND (" + matches() + ") IS NOT TRUE").orElse("");
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, "
                + place(columns) + ", " + Literal.of(String.join(", ", columns)) + ", concat_ws(', ', " + list(columns)
                + "), 'unique-in-table', "
                + Literal.of("another row has this " + String.join(", ", columns) + " (" + unique.name() + ")")
                + "\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                + table.name().quoted() + " AS t ON " + Checks.same("t.", columns, "s.", columns)
                + "\nWHERE p.act IN ('insert', 'update')" + self);
        session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
    }

    private int place(List<String> columns) {
        return heading.field(columns.get(0)).orElseThrow().place();
    }

    private static String list(List<String> columns) {
        return columns.stream()
                .map(column -> "s." + Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
    }

    Counts counts() {
        return session.list(Sql.of("""
                                SELECT
                                    count(*) FILTER (WHERE act = 'insert'),
                                    count(*) FILTER (WHERE act = 'update'),
                                    count(*) FILTER (WHERE act = 'same'),
                                    count(*) FILTER (WHERE act IN ('differs', 'absent'))
                                FROM oneoff_plan"""), row -> new Counts(row.number(1), row.number(2), row.number(3), row.number(4)))
                .get(0);
    }
}
