package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.Limit;
import dev.oneoff.transfer.target.Reference;
import dev.oneoff.transfer.target.Rule;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at all rows of a file at once for what the table would not take; each look is one statement. */
record Checks(Session session, TargetTable table, Heading heading) {

    // Of a composite value, IS NULL asks for its fields (PostgreSQL manual, 9.2).
    private static final String NOTHING = " IS NOT DISTINCT FROM NULL";

    private static final String INSERT = "INSERT INTO oneoff_reject (line, place, field, value, code, reason)\n";

    private static final String TWICE = """
            SELECT d.line, %3$s, d.value, 'unique-in-file', %4$s || d.first
            FROM (
                SELECT
                    s.oneoff_line AS line,
                    concat_ws(', ', %1$s) AS value,
                    min(s.oneoff_line) OVER (PARTITION BY %1$s) AS first
                FROM oneoff_typed AS s
                WHERE %2$s) AS d
            WHERE d.first < d.line
              AND NOT EXISTS (
                    SELECT
                    FROM oneoff_reject AS r
                    WHERE r.line = d.line
                      AND r.place = %5$d
                      AND r.code = 'unique-in-file')""";

    private static final String MISSING = """
            SELECT s.oneoff_line, %6$s, concat_ws(', ', %1$s), 'fk-missing', %7$s
            FROM oneoff_typed AS s
            WHERE %2$s
              AND NOT EXISTS (SELECT FROM %3$s AS t WHERE %4$s)%5$s""";

    /** A mistake that one row alone may have: in a field, where a condition holds. */
    private record Mistake(String at, String value, String code, String reason, String where) {}

    /** Looks at what one row alone tells: for all of it at once first, which mostly finds nothing. */
    void rows() {
        List<Mistake> mistakes = mistakes();
        if (mistakes.isEmpty()
                || !any("SELECT FROM oneoff_typed AS s WHERE "
                        + mistakes.stream()
                                .map(mistake -> "(" + mistake.where() + ")")
                                .collect(Collectors.joining(" OR ")))) {
            return;
        }
        for (Mistake mistake : mistakes) {
            session.execute(INSERT + "SELECT oneoff_line, " + mistake.at() + ", " + mistake.value() + ", "
                    + Literal.of(mistake.code()) + ", " + Literal.of(mistake.reason())
                    + "\nFROM oneoff_typed AS s\nWHERE " + mistake.where());
        }
    }

    private List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        for (Field field : heading.fields()) {
            TargetColumn column = field.column();
            String value = "s." + column.quoted();
            String at = field.place() + ", " + Literal.of(column.name().name());
            if (column.required()) {
                mistakes.add(new Mistake(
                        at,
                        "NULL",
                        "not-null",
                        "nothing, and the column cannot be NULL",
                        value + NOTHING + " AND " + field.given("s") + unread(field)));
            }
            new Limit(column)
                    .broken(value)
                    .ifPresent(broken -> mistakes.add(new Mistake(
                            at, "CAST(" + value + " AS text)", "length", "does not fit " + column.type(), broken)));
        }
        for (Rule rule : table.rules()) {
            if (!rule.columns().isEmpty() && heading.covers(rule.columns()) && readable(rule)) {
                mistakes.add(new Mistake(
                        at(rule.columns()),
                        "NULL",
                        "check",
                        "breaks the constraint " + rule.name() + ": " + rule.expression(),
                        broken(rule) + given(rule.columns()) + unread(rule.columns())));
            }
        }
        return mistakes;
    }

    /** A value of a domain is one only once the domain's own rules are looked at, which the server does. */
    private boolean readable(Rule rule) {
        return rule.columns().stream()
                .map(column -> heading.field(column).orElseThrow())
                .noneMatch(field -> field.column().domain());
    }

    /** A rule is one on the values as the table has them: of so many digits, filled with blanks. */
    private String broken(Rule rule) {
        List<TargetColumn> limited = rule.columns().stream()
                .map(column -> heading.field(column).orElseThrow().column())
                .filter(column -> column.limit() >= 0)
                .toList();
        if (limited.isEmpty()) {
            return "NOT (" + rule.expression() + ")";
        }
        String unfit = limited.stream()
                .flatMap(column -> new Limit(column).broken("s." + column.quoted()).stream())
                .collect(Collectors.joining(") OR (", "(", ")"));
        String values = rule.columns().stream()
                .map(column -> heading.field(column).orElseThrow().column())
                .map(column -> "CAST(s." + column.quoted() + " AS " + column.type() + ") AS " + column.quoted())
                .collect(Collectors.joining(", "));
        return "CASE WHEN " + unfit + " THEN FALSE ELSE NOT (SELECT (" + rule.expression() + ") FROM (SELECT " + values
                + ") AS s) END";
    }

    /** What is no value at all has been said so already. */
    private static String unread(Field field) {
        return " AND NOT EXISTS (SELECT FROM oneoff_reject AS r WHERE r.line = s.oneoff_line AND r.place = "
                + field.place() + ")";
    }

    private String unread(List<String> columns) {
        return columns.stream()
                .map(column -> unread(heading.field(column).orElseThrow()))
                .collect(Collectors.joining());
    }

    /** A rule on a value that a row leaves as it is, is the server's to look at. */
    private String given(List<String> columns) {
        return columns.stream()
                .map(column -> heading.field(column).orElseThrow())
                .filter(Field::sparse)
                .map(field -> " AND " + field.given("s"))
                .collect(Collectors.joining());
    }

    private boolean any(String select) {
        return session.listAsItIs("SELECT EXISTS (" + select + ")", row -> row.flag(1))
                .get(0);
    }

    /** Looks for rows that have no value for a part of the key: nothing could be found by it. */
    void keys(UniqueKey key) {
        for (String column : key.columns()) {
            Field field = heading.field(column).orElseThrow();
            if (!field.column().required() || field.sparse()) {
                session.execute(INSERT + "SELECT oneoff_line, " + at(List.of(column))
                        + ", NULL, 'key-null', 'nothing, and rows are found by it'\nFROM oneoff_typed AS s\nWHERE s."
                        + field.column().quoted() + NOTHING + unread(field));
            }
        }
    }

    /** Looks for rows of the file that have the same unique key. */
    void twice(UniqueKey unique) {
        List<String> columns = unique.columns();
        if (repeated(columns)) {
            session.execute(INSERT
                    + TWICE.formatted(
                            alike(columns),
                            present(columns),
                            at(columns),
                            Literal.of("the same " + String.join(", ", columns) + " as line "),
                            heading.field(columns.get(0)).orElseThrow().place()));
        }
    }

    /** Says whether rows of the file have the same values there. */
    boolean repeated(List<String> columns) {
        TargetColumn first = heading.field(columns.get(0)).orElseThrow().column();
        Likeness likeness = Likeness.of(first);
        if (columns.size() == 1 && likeness != Likeness.TEXT && first.alike().isEmpty()) {
            // Sorted values are counted several times as fast as hashed ones, and numbers faster than texts: where all
            // hashes of texts are different, the texts are. No language orders them.
            String value = likeness == Likeness.BYTES
                    ? "pg_catalog.hashtextextended(" + list(columns) + " COLLATE \"C\", 0)"
                    : list(columns);
            boolean maybe = session.listAsItIs(
                            "SELECT count(DISTINCT %1$s) <> count(%1$s) FROM oneoff_typed AS s".formatted(value),
                            row -> row.flag(1))
                    .get(0);
            if (!maybe || likeness == Likeness.VALUE) {
                return maybe;
            }
        }
        return any("SELECT FROM oneoff_typed AS s WHERE " + present(columns) + " GROUP BY " + alike(columns)
                + " HAVING count(*) > 1");
    }

    /** Looks for rows that refer to none of another table. */
    void references() {
        for (Reference reference : table.references()) {
            if (!reference.own() && heading.covers(reference.columns())) {
                missing(reference, "", "");
            }
        }
    }

    /**
     * Looks for rows that refer to none of their own table: there, or among the rows of the file that are not rejected.
     *
     * @param stays a condition on a row t of the table
     */
    void ownReferences(String stays) {
        for (Reference reference : table.references()) {
            if (reference.own() && heading.covers(reference.columns())) {
                String beside = heading.covers(reference.referred())
                        ? "\n  AND NOT EXISTS (SELECT FROM oneoff_typed AS o WHERE "
                                + same("o.", reference.referred(), "s.", reference.columns())
                                + " AND NOT EXISTS (SELECT FROM oneoff_reject AS r WHERE r.line = o.oneoff_line))"
                        : "";
                long before;
                do {
                    before = rejected();
                    missing(
                            reference,
                            " AND " + stays,
                            beside
                                    + "\n  AND NOT EXISTS (SELECT FROM oneoff_reject AS r WHERE r.line = s.oneoff_line)");
                } while (rejected() > before);
            }
        }
    }

    private long rejected() {
        return session.list(Sql.of("SELECT count(*) FROM oneoff_reject"), row -> row.number(1))
                .get(0);
    }

    private void missing(Reference reference, String stays, String more) {
        List<String> columns = reference.columns();
        session.execute(INSERT
                + MISSING.formatted(
                        list(columns),
                        present(columns),
                        reference.table(),
                        same("t.", reference.referred(), "s.", columns) + stays,
                        more,
                        at(columns),
                        Literal.of("there is no such row in " + reference.table() + " (" + reference.name() + ")")));
    }

    private String at(List<String> columns) {
        return heading.field(columns.get(0)).orElseThrow().place() + ", " + Literal.of(String.join(", ", columns));
    }

    /** The values as the table's index takes them for one or for two. */
    private String alike(List<String> columns) {
        return columns.stream()
                .map(column -> heading.field(column).orElseThrow().column())
                .map(column -> "s." + column.quoted() + (column.alike().isEmpty() ? "" : " COLLATE " + column.alike()))
                .collect(Collectors.joining(", "));
    }

    private static String list(List<String> columns) {
        return columns.stream().map(column -> "s." + quoted(column)).collect(Collectors.joining(", "));
    }

    /** Returns the condition that a row s has all of these values. */
    static String present(List<String> columns) {
        return columns.stream()
                .map(column -> "s." + quoted(column) + " IS DISTINCT FROM NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** Returns the condition that columns of two rows are the same, in their order. */
    static String same(String one, List<String> these, String other, List<String> those) {
        StringBuilder same = new StringBuilder();
        for (int at = 0; at < these.size(); at++) {
            same.append(at == 0 ? "" : " AND ")
                    .append(one)
                    .append(quoted(these.get(at)))
                    .append(" = ")
                    .append(other)
                    .append(quoted(those.get(at)));
        }
        return same.toString();
    }

    private static String quoted(String column) {
        return Identifier.of(column).quoted();
    }
}
