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
 * Writes what the plan says and nothing else. A row is updated in the version that was compared or not at all, so nobody's change
 * is overwritten; rows that are deleted are locked first, with those that are updated, in the order of their keys, and looked at
 * once more. All is written by one statement, whose rows must be as many as the plan's. Where somebody else was quicker, the
 * plan is made anew; the last time with the table locked.
 */
record Writing(Session session, TargetTable table, Heading heading, Classes classes, Optional<Keeping> keeping) {

    private static final int TRIES = 3;
    // A row that is there by now, a deadlock.
    private static final Set<String> QUICKER = Set.of("23505", "23P01", "40001", "40P01");

    /** The row t in the version that was compared. */
    private static final String SEEN = "t.tableoid = p.part AND t.ctid = p.at AND t.xmin = p.version";

    private record Written(long deleted, long updated, long inserted) {

        /** Each row is written once at the most, and no other: as many are the same ones. */
        boolean all(Counts counts) {
            return deleted == counts.deleted() && updated == counts.updated() && inserted == counts.inserted();
        }
    }

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
                if (tries > TRIES + 1) {
                    throw new OneoffException(
                            FailureKind.STEP_FAILED,
                            "The rows of " + table.shown()
                                    + " are others each time they are looked at, though nobody else can write.",
                            "Nothing was imported. Is the condition of --scope the same for a row each time?");
                }
                if (tries > TRIES) {
                    session.execute("LOCK TABLE " + table.name().quoted() + " IN SHARE ROW EXCLUSIVE MODE");
                }
                if (tries > 1) {
                    classes.plan();
                    classes.refuse();
                    requireAllowed(rows);
                }
                if (unchanged() && written(tries, rows)) {
                    session.execute("SET CONSTRAINTS ALL IMMEDIATE");
                    rejectOutside();
                    return;
                }
            } catch (OneoffException e) {
                String state = e.failure().fact("sqlState").orElse("");
                if (tries > TRIES || !QUICKER.contains(state)) {
                    back();
                    if (rejectSingle(e)) {
                        return;
                    }
                    // What is rejected must not be rolled back; what is left is a plan of its own.
                    tries = 0;
                    continue;
                }
            }
            back();
        }
    }

    /** The plan of a later try is gone with it. */
    private void back() {
        session.execute("ROLLBACK TO SAVEPOINT oneoff_writing");
        classes.recount();
    }

    /**
     * Rejects the rows that raise an error when they are written.
     *
     * @return whether more are rejected by now than may be
     * @throws OneoffException the error, where it is not to be had from single rows
     */
    private boolean rejectSingle(OneoffException e) {
        Counts counts = classes.counts();
        if (classes.replacing().isPresent() || together(counts) || !Bisecting.ofARow(e)) {
            throw e;
        }
        // Images of a try are nobody's.
        Writing alone = new Writing(session, table, heading, classes, Optional.empty());
        Bisecting bisecting = new Bisecting(
                session,
                (from, to) -> session.listAsItIs(
                        alone.statement(counts, "\n    AND p.line BETWEEN " + from + " AND " + to, false),
                        doing(),
                        row -> row.number(1)));
        if (bisecting.find() == 0) {
            throw e;
        }
        classes.prune();
        return new Findings(session, table, classes).rejected()
                > classes.request().maxErrors();
    }

    /** Writes it; says whether that was all of the plan. */
    private boolean written(int tries, long rows) {
        Counts counts = classes.counts();
        boolean early = classes.holdsImages() && counts.updated() > 0;
        if (early && keeping.orElseThrow().planned() != counts.updated()) {
            throw new IllegalStateException("not all images of the plan were kept");
        }
        Written written = written(counts, rows, early);
        if (early && !classes.imagesHold()) {
            return false;
        }
        if (written.all(counts)) {
            return true;
        }
        // The versions that were compared are there again, unless they were somebody else's to change.
        back();
        if (tries > TRIES || !outrun()) {
            throw keptBack(counts, written);
        }
        return false;
    }

    /** Says whether rows to be updated are there in another version by now, or not at all. */
    private boolean outrun() {
        return session.listAsItIs(
                        "SELECT EXISTS (SELECT FROM oneoff_plan AS p WHERE p.act = 'update' AND NOT EXISTS (SELECT FROM "
                                + table.name().quoted() + " AS t WHERE " + SEEN + "))",
                        row -> row.flag(1))
                .get(0);
    }

    /** Says whether one row may need another one to be written with it: then it cannot be tried without. */
    private boolean together(Counts counts) {
        boolean referring = table.references().stream()
                .anyMatch(reference -> reference.own() && heading.covers(reference.columns()));
        boolean later = counts.updated() > 0 && table.uniques().stream().anyMatch(unique -> !unique.plain());
        return referring || later || counts.moved() > 0;
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
            back();
            classes.replacing().orElseThrow().reject(outside);
            classes.recount();
        }
    }

    /** In a replacement: locks the rows that are to be updated or deleted; says whether all rows are still what the plan says. */
    private boolean unchanged() {
        if (classes.replacing().isEmpty()) {
            return true;
        }
        Replacing replacing = classes.replacing().get();
        lock();
        return session.listAsItIs(
                                "SELECT count(*) = (SELECT count(*) FROM oneoff_plan WHERE act = 'update') FROM oneoff_plan AS p"
                                        + " JOIN " + table.name().quoted() + " AS t ON " + SEEN
                                        + " WHERE p.act = 'update' AND " + replacing.in("t"),
                                row -> row.flag(1))
                        .get(0)
                && replacing.unchanged();
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

    private Written written(Counts counts, long rows, boolean early) {
        if (counts.inserted() == 0 && counts.updated() == 0 && counts.deleted() == 0) {
            return new Written(0, 0, 0);
        }
        return session.listAsItIs(
                        statement(counts, counts.inserted() == rows ? null : "", early),
                        doing(),
                        row -> new Written(row.number(1), row.number(2), row.number(3)))
                .get(0);
    }

    private String doing() {
        return "writing to " + table.shown();
    }

    private OneoffException keptBack(Counts counts, Written written) {
        long kept = counts.deleted() - written.deleted();
        long missed = counts.updated() - written.updated() + counts.inserted() - written.inserted();
        return new OneoffException(
                FailureKind.STEP_FAILED,
                (kept == 0 ? missed + " rows of the file were not written to " : kept + " rows were not deleted from ")
                        + table.shown() + ": a trigger that returns NULL or a row policy kept them back.",
                "Nothing was imported. Look at the table's triggers and policies, then run it again.");
    }

    /**
     * Names what there is to do and no more: an UPDATE of no row needs a permission and fires triggers, too. Each part asks
     * for the count of the one before it, and so begins after its end: what that one frees is free. References are looked at
     * when all is done.
     *
     * @param which a condition on the plan's rows; null where all rows of the file are inserted
     * @param early whether images of the rows that are updated are there already
     */
    private String statement(Counts counts, @Nullable String which, boolean early) {
        List<String> parts = new ArrayList<>();
        List<String> results = new ArrayList<>();
        ImageTargets targets = ImageTargets.of(table, classes);
        String before = "";
        for (Part part : List.of(
                new Part("oneoff_deleted", ImageForm.DELETE, this::delete),
                new Part(
                        "oneoff_updated",
                        ImageForm.UPDATE,
                        after -> update((which == null ? "" : which) + after, early)),
                new Part("oneoff_inserted", ImageForm.INSERT, after -> insert(which, after)))) {
            if (counts.of(part.form()) == 0) {
                results.add("0");
                continue;
            }
            Optional<Keeping> images = keeping.filter(kept -> part.form() != ImageForm.UPDATE || !early);
            parts.add(part.name() + " AS (\n" + part.statement().apply(before) + "\n  RETURNING "
                    + images.map(kept -> Keeping.returned(targets.of(part.form())))
                            .orElse("1") + ")");
            images.ifPresent(kept -> parts.add(kept.written(part.form(), part.name())));
            before = "\n    AND (SELECT count(*) FROM " + part.name() + ") >= 0";
            results.add("(SELECT count(*) FROM " + part.name() + ")");
        }
        return "WITH " + String.join(",\n", parts) + "\nSELECT " + String.join(", ", results);
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

    private String insert(@Nullable String which, String after) {
        boolean always = heading.columns().stream().anyMatch(TargetColumn::always);
        // Rows of a temporary table come in the order in which they were put there.
        String from = which == null
                ? "\n  WHERE TRUE" + after
                : "\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line\n  WHERE p.act = 'insert'" + which + after
                        + "\n  ORDER BY s.oneoff_line";
        return "  INSERT INTO " + table.name().quoted() + " AS t ("
                + list(field -> field.column().quoted()) + ")"
                + (always ? " OVERRIDING SYSTEM VALUE" : "") + "\n  SELECT " + list(Writing::inserted)
                + "\n  FROM oneoff_typed AS s" + from;
    }

    private String update(String after, boolean early) {
        String set = classes.updated().stream()
                .map(field -> field.column().quoted() + " = " + field.updated())
                .collect(Collectors.joining(", "));
        // RETURNING has the rows as they are afterwards; of the version that is updated this is what they were before.
        String before = keeping.isEmpty() || early
                ? ""
                : "\n  JOIN " + table.name().quoted() + " AS o ON o.tableoid = p.part AND o.ctid = p.at";
        return "  UPDATE " + table.name().quoted() + " AS t\n  SET " + set
                + "\n  FROM oneoff_typed AS s\n  JOIN oneoff_plan AS p ON p.line = s.oneoff_line" + before
                + "\n  WHERE p.act = 'update'\n    AND " + SEEN + after;
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
