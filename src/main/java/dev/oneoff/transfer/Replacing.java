package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Deletion.Gone;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows that a file replaces: those of its scope, of which the ones it does not have go: {@code oneoff_gone} (their keys,
 * and which version of the row was seen). The words of the scope see the table alone, under its own name.
 */
record Replacing(Session session, TargetTable table, Heading heading, UniqueKey key, Replacement replacement) {

    private static final int SHOWN = 20;
    private static final int CHARACTERS = 200;

    /** Finds the rows that go. */
    void plan() {
        session.execute("DROP TABLE IF EXISTS pg_temp.oneoff_gone");
        session.execute("CREATE TEMPORARY TABLE oneoff_gone ON COMMIT DROP AS\nSELECT t.*\nFROM " + scoped("t")
                + "\nWHERE " + absent());
        session.execute("ANALYZE oneoff_gone");
    }

    /** Rejects rows of the file that a second run would not find in the scope. */
    void refuse() {
        if (replacement.scope().isEmpty()) {
            return;
        }
        reject(
                "SELECT p.line AS oneoff_line FROM oneoff_plan AS p JOIN oneoff_typed AS s ON s.oneoff_line = p.line"
                        + " JOIN " + table.name().quoted() + " AS t ON " + same("t", "s") + " WHERE NOT " + in("t"),
                "its row is outside --scope");
        if (table.columns().stream().noneMatch(this::unknown)) {
            reject(
                    "SELECT oneoff_line FROM (" + after() + ") AS " + name() + "\nWHERE (" + scope() + ") IS NOT TRUE",
                    "it would be outside --scope");
        }
    }

    private void reject(String lines, String reason) {
        String first = key.columns().get(0);
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT s.oneoff_line, "
                + heading.field(first).orElseThrow().place() + ", " + Literal.of(String.join(", ", key.columns()))
                + ", concat_ws(', ', " + keys("s") + "), 'other', " + Literal.of(reason)
                + "\nFROM oneoff_typed AS s\nWHERE s.oneoff_line IN (" + lines + ")");
        session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
    }

    /** What the server gives a column is known when it has. */
    private boolean unknown(TargetColumn column) {
        return (column.filled() || column.computed())
                && heading.field(column.name().name()).map(Field::sparse).orElse(true)
                && scope().toLowerCase(Locale.ROOT)
                        .contains(column.name().name().toLowerCase(Locale.ROOT));
    }

    /** The rows of the file as the table would have them. */
    private String after() {
        return "SELECT p.line AS oneoff_line, "
                + table.columns().stream()
                        .map(column -> after(column) + " AS " + column.quoted())
                        .collect(Collectors.joining(", "))
                + "\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nLEFT JOIN "
                + table.name().quoted() + " AS t ON " + same("t", "s");
    }

    private String after(TargetColumn column) {
        String there = "t." + column.quoted();
        return heading.field(column.name().name())
                .map(field -> "CASE WHEN " + field.given("s") + " THEN CAST(s." + column.quoted() + " AS "
                        + column.type() + ") ELSE " + there + " END")
                .orElse(there);
    }

    /** Returns the lines of rows that were written and lie outside the scope; none when there is none. */
    List<Long> outside() {
        return replacement.scope().isEmpty()
                ? List.of()
                : session.listAsItIs(
                        "SELECT s.oneoff_line FROM oneoff_typed AS s WHERE NOT " + in("s"), row -> row.number(1));
    }

    /** Rejects these. */
    void reject(List<Long> lines) {
        reject(lines.stream().map(String::valueOf).collect(Collectors.joining(", ")), "it would be outside --scope");
    }

    /** Says whether the locked rows are those that go, in the version that was seen. */
    boolean unchanged() {
        return session.listAsItIs(
                        "SELECT count(*) = count(g.oneoff_at) AND count(*) = (SELECT count(*) FROM oneoff_gone)\nFROM "
                                + scoped("t") + "\nLEFT JOIN oneoff_gone AS g ON " + same("g", "t")
                                + " AND g.oneoff_part = t.oneoff_part AND g.oneoff_at = t.oneoff_at"
                                + " AND g.oneoff_version = t.oneoff_version\nWHERE " + absent(),
                        row -> row.flag(1))
                .get(0);
    }

    /** Returns how many rows go, the first of them, and why they may not. */
    Deletion look(long rows, boolean rejected) {
        long gone = number("SELECT count(*) FROM oneoff_gone");
        long of = number("SELECT count(*) FROM " + scoped("t"));
        return new Deletion(of, first(), rejected ? Optional.empty() : refusal(rows, gone, of));
    }

    private Optional<Failure> refusal(long rows, long gone, long of) {
        return new DeletionLimits(table, replacement)
                .refusal(rows, gone, of, () -> new Dependents(session, table, heading, key).touched());
    }

    private List<Gone> first() {
        return session.listAsItIs(
                "SELECT concat_ws(', ', " + keys("t") + "), left(CAST(t AS text), " + CHARACTERS
                        + ")\nFROM (SELECT * FROM"
                        + " oneoff_gone ORDER BY " + names() + " LIMIT " + SHOWN + ") AS g\nJOIN "
                        + table.name().quoted() + " AS t ON " + same("t", "g") + "\nORDER BY " + keys("t"),
                row -> new Gone(row.text(1), row.text(2)));
    }

    /** The condition that a row t of the table stays. */
    String stays() {
        return "NOT EXISTS (SELECT FROM oneoff_gone AS g WHERE " + same("g", "t") + ")";
    }

    /** The condition that a row of that name is one of the scope. */
    String in(String of) {
        return replacement.scope().isEmpty()
                ? "TRUE"
                : "EXISTS (SELECT FROM " + scoped("k") + " WHERE " + same("k", of) + ")";
    }

    /** The condition that the file does not have a row t. */
    private String absent() {
        return "NOT EXISTS (SELECT FROM oneoff_typed AS s WHERE " + same("t", "s") + ")";
    }

    private String scoped(String as) {
        return "(SELECT " + names() + ", tableoid AS oneoff_part, ctid AS oneoff_at, xmin AS oneoff_version FROM "
                + table.name().quoted() + " AS " + name() + " WHERE (" + scope() + ")) AS " + as;
    }

    private String scope() {
        return replacement.scope().map(scope -> scope + "\n").orElse("TRUE");
    }

    private String name() {
        return table.name().last().quoted();
    }

    private String names() {
        return key.columns().stream()
                .map(column -> Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
    }

    private String keys(String of) {
        return key.columns().stream()
                .map(column -> of + "." + Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
    }

    private String same(String one, String other) {
        return Checks.same(one + ".", key.columns(), other + ".", key.columns());
    }

    private long number(String sql) {
        return session.listAsItIs(sql, row -> row.number(1)).get(0);
    }
}
