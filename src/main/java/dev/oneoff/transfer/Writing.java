package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.ImageForm;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.Classes.Counts;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.undo.Keeping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the plan says and nothing else: the rows to be updated are locked in the order of their keys, looked at once more
 * in a statement of their own, and then all is written by one statement, whose lines must be those of the plan. Where somebody
 * else was quicker, the plan is made anew; the last time with the table locked.
 */
record Writing(Session session, TargetTable table, Heading heading, Classes classes, Optional<Keeping> keeping) {

    private static final int TRIES = 3;
    // A row that is there by now, a deadlock.
    private static final Set<String> QUICKER = Set.of("23505", "23P01", "40001", "40P01");

    private record Written(long deleted, long updated, long inserted) {}

    /**
     * Writes it; the plan is what was written then.
     *
     * @param rows how many the file has
     * @throws OneoffException REFUSED when more would be deleted by now than may be
     */
    void write(long rows) {
        for (int tries = 1; ; tries++) {
            session.execute("SAVEPOINT oneoff_writing");
            try {
                if (tries > TRIES) {
                    session.execute("LOCK TABLE " + table.name().quoted() + " IN SHARE ROW EXCLUSIVE MODE");
                }
                if (tries > 1) {
                    classes.plan();
                    classes.refuse();
                    requireAllowed(rows);
                }
                if (unchanged()) {
                    requirePlanned(written());
                    session.execute("SET CONSTRAINTS ALL IMMEDIATE");
                    rejectOutside();
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

    private void requireAllowed(long rows) {
        classes.replacing()
                .flatMap(replacing -> replacing.look(rows, false).refusal())
                .ifPresent(failure -> {
                    throw new OneoffException(failure);
                });
    }

    /** What a default or a trigger has put outside the scope is known only now. */
    private void rejectOutside() {
        List<Long> outside = classes.replacing().map(Replacing::outside).orElse(List.of());
        if (!outside.isEmpty()) {
            session.execute("ROLLBACK TO SAVEPOINT oneoff_writing");
            classes.replacing().orElseThrow().reject(outside);
        }
    }

    /** Locks the rows that are to be updated or deleted; says whether all rows are still what the plan says. */
    private boolean unchanged() {
        Counts counts = classes.counts();
        if (counts.updated() == 0 && counts.deleted() == 0) {
            return true;
        }
        lock();
        // A row to be inserted that is there by now is found by the unique key itself.
        return session.listAsItIs(
                                "SELECT count(*) = " + counts.updated() + " FROM oneoff_plan AS p"
                                        + " JOIN oneoff_typed AS s ON s.oneoff_line = p.line JOIN "
                                        + table.name().quoted()
                                        + " AS t ON " + classes.matches() + " WHERE p.act = 'update' AND "
                                        + classes.different()
                                        + classes.replacing()
                                                .map(replacing -> " AND " + replacing.in("t"))
                                                .orElse(""),
                                row -> row.flag(1))
                        .get(0)
                && classes.replacing().map(Replacing::unchanged).orElse(true);
    }

    private void lock() {
        List<String> key = classes.key().orElseThrow().columns();
        String gone = classes.replacing().isPresent()
                ? " UNION ALL SELECT " + list("g.", key) + " FROM oneoff_gone AS g"
                : "";
        session.list(
                Sql.positional(
                        "SELECT count(*) FROM (SELECT 1 FROM (SELECT " + list("s.", key)
                                + " FROM oneoff_plan AS p JOIN oneoff_typed AS s ON s.oneoff_line = p.line"
                                + " WHERE p.act = 'update'" + gone + ") AS s JOIN "
                                + table.name().quoted() + " AS t ON "
                                + classes.matches() + " ORDER BY " + list("t.", key) + " FOR UPDATE OF t) AS l",
                        List.of()),
                row -> row.number(1));
    }

    private static String list(String of, List<String> columns) {
        return columns.stream()
                .map(column -> of + Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
    }

    private Written written() {
        Counts counts = classes.counts();
        if (counts.inserted() == 0 && counts.updated() == 0 && counts.deleted() == 0) {
            return new Written(0, 0, 0);
        }
        return session.list(statement(counts), row -> new Written(row.number(1), row.number(2), row.number(3)))
                .get(0);
    }

    private void requirePlanned(Written written) {
        Counts counts = classes.counts();
        long kept = counts.deleted() - written.deleted();
        long missed = counts.updated() - written.updated() + counts.inserted() - written.inserted() + kept;
        // Each line of either kind is written once at the most, and no other: as many are the same ones.
        if (missed != 0) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    (kept == 0
                                    ? missed + " rows of the file were not written to "
                                    : kept + " rows were not deleted from ")
                            + table.shown() + ": a trigger that returns NULL or a row policy kept them back.",
                    "Nothing was imported. Look at the table's triggers and policies, then run it again.");
        }
    }

    /**
     * Names what there is to do and no more: an UPDATE of no row needs a permission and fires triggers, too. Each part asks
     * for the count of the one before it, and so begins after its end: what that one frees is free. References are looked at
     * when all is done.
     */
    private Sql statement(Counts counts) {
        List<String> parts = new ArrayList<>();
        List<String> results = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        ImageTargets targets = new ImageTargets(table, classes);
        String before = "";
        for (Part part : List.of(
                new Part("oneoff_deleted", ImageForm.DELETE, this::delete),
                new Part("oneoff_updated", ImageForm.UPDATE, this::update),
                new Part("oneoff_inserted", ImageForm.INSERT, this::insert))) {
            if (counts.of(part.form()) == 0) {
                results.add("0");
                continue;
            }
            parts.add(part.name() + " AS (\n" + part.statement().apply(before) + "\n  RETURNING "
                    + keeping.map(kept -> Keeping.returned(targets.of(part.form())))
                            .orElse("1") + ")");
            keeping.ifPresent(kept -> {
                parts.add(kept.written(part.form(), part.name()));
                values.add(kept.run().id());
            });
            before = "\n    AND (SELECT count(*) FROM " + part.name() + ") >= 0";
            results.add("(SELECT count(*) FROM " + part.name() + ")");
        }
        return Sql.positional("WITH " + String.join(",\n", parts) + "\nSELECT " + String.join(", ", results), values);
    }

    /**
     * A part of the statement.
     *
     * @param statement makes it with a condition that holds when the part before it has ended
     */
    private record Part(String name, ImageForm form, UnaryOperator<String> statement) {}

    private String delete(String after) {
        List<String> key = classes.key().orElseThrow().columns();
        return "  DELETE FROM " + table.name().quoted() + " AS t\n  USING oneoff_gone AS g\n  WHERE "
                + Checks.same("t.", key, "g.", key) + after;
    }

    private String insert(String after) {
        boolean always = heading.columns().stream().anyMatch(TargetColumn::always);
        return "  INSERT INTO " + table.name().quoted() + " AS t ("
                + list(field -> field.column().quoted()) + ")"
                + (always ? " OVERRIDING SYSTEM VALUE" : "") + "\n  SELECT " + list(Writing::inserted)
                + "\n  FROM oneoff_typed AS s\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line"
                + "\n  WHERE p.act = 'insert'" + after + "\n  ORDER BY s.oneoff_line";
    }

    private String update(String after) {
        List<String> key = classes.key().orElseThrow().columns();
        String set = classes.updated().stream()
                .map(field -> field.column().quoted() + " = " + updated(field))
                .collect(Collectors.joining(", "));
        // RETURNING has the rows as they are afterwards; they are locked, so this is what they were before.
        String before = keeping.isEmpty()
                ? ""
                : "\n  JOIN " + table.name().quoted() + " AS o ON " + Checks.same("o.", key, "s.", key);
        return "  UPDATE " + table.name().quoted() + " AS t\n  SET " + set
                + "\n  FROM oneoff_typed AS s\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line" + before
                + "\n  WHERE p.act = 'update'\n    AND "
                + classes.matches() + after;
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
