package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Classes.Counts;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes what the plan says and nothing else: the rows to be updated are locked in the order of their keys, looked at once more
 * in a statement of their own, and then all is written by one statement, whose lines must be those of the plan. Where somebody
 * else was quicker, the plan is made anew; the last time with the table locked.
 */
record Writing(Session session, TargetTable table, Heading heading, Classes classes) {

    private static final int TRIES = 3;
    // A row that is there by now, a deadlock.
    private static final Set<String> QUICKER = Set.of("23505", "23P01", "40001", "40P01");

    private record Written(long updated, long inserted) {}

    /** Writes it; the plan is what was written then. */
    void write() {
        for (int tries = 1; ; tries++) {
            session.execute("SAVEPOINT oneoff_writing");
            try {
                if (tries > TRIES) {
                    session.execute("LOCK TABLE " + table.name().quoted() + " IN SHARE ROW EXCLUSIVE MODE");
                }
                if (tries > 1) {
                    classes.plan();
                    classes.refuse();
                }
                if (unchanged()) {
                    requirePlanned(written());
                    session.execute("SET CONSTRAINTS ALL IMMEDIATE");
                    return;
                }
            } catch (OneoffException e) {
                String state = e.failure().fact("sqlState").orElse("");
                if (tries > TRIES || !QUICKER.contains(state)) {
                    throw e;
                }
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_writing");
        }
    }

    /** Locks the rows that are to be updated; says whether all rows are still what the plan says. */
    private boolean unchanged() {
        if (classes.counts().updated() == 0) {
            return true;
        }
        String order = classes.key().get().columns().stream()
                .map(column -> "t." + Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
        session.list(
                Sql.positional(
                        "SELECT count(*) FROM (SELECT 1 FROM oneoff_plan AS p JOIN oneoff_typed AS s ON s.oneoff_line = p.line"
                                + " JOIN " + table.name().quoted() + " AS t ON " + classes.matches()
                                + " WHERE p.act = 'update' ORDER BY " + order + " FOR UPDATE OF t) AS l",
                        List.of()),
                row -> row.number(1));
        // A row to be inserted that is there by now is found by the unique key itself.
        return session.list(
                        Sql.positional(
                                "SELECT count(*) = (SELECT count(*) FROM oneoff_plan WHERE act = 'update') FROM oneoff_plan AS p"
                                        + " JOIN oneoff_typed AS s ON s.oneoff_line = p.line JOIN "
                                        + table.name().quoted()
                                        + " AS t ON " + classes.matches() + " WHERE p.act = 'update' AND "
                                        + classes.different(),
                                List.of()),
                        row -> row.flag(1))
                .get(0);
    }

    private Written written() {
        Counts counts = classes.counts();
        if (counts.inserted() == 0 && counts.updated() == 0) {
            return new Written(0, 0);
        }
        return session.list(
                        Sql.positional(statement(counts), List.of()), row -> new Written(row.number(1), row.number(2)))
                .get(0);
    }

    private void requirePlanned(Written written) {
        Counts counts = classes.counts();
        long missed = counts.updated() - written.updated() + counts.inserted() - written.inserted();
        // Each line of either kind is written once at the most, and no other: as many are the same ones.
        if (missed != 0) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    missed + " rows of the file were not written to " + table.shown()
                            + ": a trigger that returns NULL or a row policy kept them back.",
                    "Nothing was imported. Look at the table's triggers and policies, then run it again.");
        }
    }

    /** Names what there is to do and no more: an UPDATE of no row needs a permission and fires triggers, too. */
    private String statement(Counts counts) {
        List<String> parts = new ArrayList<>();
        if (counts.updated() > 0) {
            parts.add("oneoff_updated AS (\n" + update() + "\n  RETURNING 1)");
        }
        if (counts.inserted() > 0) {
            parts.add("oneoff_inserted AS (\n" + insert() + "\n  RETURNING 1)");
        }
        return "WITH " + String.join(",\n", parts) + "\nSELECT "
                + (counts.updated() > 0 ? "(SELECT count(*) FROM oneoff_updated)" : "0") + ", "
                + (counts.inserted() > 0 ? "(SELECT count(*) FROM oneoff_inserted)" : "0");
    }

    private String insert() {
        boolean always = heading.columns().stream().anyMatch(TargetColumn::always);
        return "  INSERT INTO " + table.name().quoted() + " AS t ("
                + list(field -> field.column().quoted()) + ")"
                + (always ? " OVERRIDING SYSTEM VALUE" : "") + "\n  SELECT " + list(Writing::inserted)
                + "\n  FROM oneoff_typed AS s\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line"
                + "\n  WHERE p.act = 'insert'\n  ORDER BY s.oneoff_line";
    }

    private String update() {
        String set = classes.others().stream()
                .filter(field -> !field.column().always())
                .map(field -> field.column().quoted() + " = " + updated(field))
                .collect(Collectors.joining(", "));
        return "  UPDATE " + table.name().quoted() + " AS t\n  SET " + set
                + "\n  FROM oneoff_typed AS s\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line\n  WHERE p.act = 'update'\n    AND "
                + classes.matches();
    }

    /** A row keeps what the file does not say of it. */
    private static String updated(Field field) {
        String column = field.column().quoted();
        return field.sparse()
                ? "CASE WHEN " + field.given("s") + " THEN s." + column + " ELSE t." + column + " END"
                : "s." + column;
    }

    private String list(Function<Field, String> each) {
        return heading.fields().stream().map(each).collect(Collectors.joining(", "));
    }

    /** A new row has its column's default where the file does not say what it has. */
    private static String inserted(Field field) {
        String column = "s." + field.column().quoted();
        return field.sparse()
                ? "CASE WHEN " + field.given("s") + " THEN " + column + " ELSE "
                        + field.column().standard() + " END"
                : column;
    }
}
