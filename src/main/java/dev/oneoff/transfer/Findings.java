package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Imported.Change;
import dev.oneoff.transfer.Imported.Reject;
import dev.oneoff.transfer.target.TargetTable;
import java.util.List;
import java.util.stream.Collectors;

/** What was found out about the rows of a file, for people: what is wrong with them, what they change. */
record Findings(Session session, TargetTable table, Classes classes) {

    private static final int SHOWN = 20;

    /** Returns how many rows are rejected. */
    long rejected() {
        return session.list(Sql.of("SELECT count(DISTINCT line) FROM oneoff_reject"), row -> row.number(1))
                .get(0);
    }

    /** Returns the lines of those that are rejected, in their order. */
    List<Long> rejectedLines() {
        return session.list(Sql.of("SELECT DISTINCT line FROM oneoff_reject ORDER BY line"), row -> row.number(1));
    }

    /** Returns the first of what is wrong. */
    List<Reject> rejects() {
        return session.list(
                Sql.of("SELECT line, place, field, value, code, reason FROM oneoff_reject ORDER BY line, place LIMIT "
                        + SHOWN),
                row -> new Reject(
                        row.number(1),
                        (int) row.number(2),
                        row.textOrNull(3),
                        row.textOrNull(4),
                        row.text(5),
                        row.text(6)));
    }

    /** Returns the first values that are updated. */
    List<Change> changes() {
        if (classes.key().isEmpty() || classes.others().isEmpty()) {
            return List.of();
        }
        String key = classes.key().orElseThrow().columns().stream()
                .map(column -> "s." + Identifier.of(column).quoted())
                .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
        String each = classes.others().stream().map(Findings::change).collect(Collectors.joining(", "));
        return session.listAsItIs(
                "SELECT p.line, " + key
                        + ", c.name, c.before, c.after\nFROM (SELECT line FROM oneoff_plan WHERE act = 'update'"
                        + " ORDER BY line LIMIT " + SHOWN
                        + ") AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                        + table.name().quoted()
                        + " AS t ON " + classes.matches() + "\nCROSS JOIN LATERAL (VALUES " + each
                        + ") AS c (place, given, name, before, after)\nWHERE c.given AND c.before IS DISTINCT FROM c.after"
                        + "\nORDER BY p.line, c.place\nLIMIT " + SHOWN,
                row -> new Change(row.number(1), row.text(2), row.text(3), row.textOrNull(4), row.textOrNull(5)));
    }

    private static String change(Field field) {
        String column = field.column().quoted();
        String after = "CAST(CAST(s." + column + " AS " + field.column().type() + ") AS text) COLLATE \"C\"";
        return "(" + field.place() + ", " + field.given("s") + ", " + field.literal() + ", CAST(t." + column
                + " AS text) COLLATE \"C\", "
                + (field.sparse() ? "CASE WHEN " + field.given("s") + " THEN " + after + " END" : after) + ")";
    }
}
