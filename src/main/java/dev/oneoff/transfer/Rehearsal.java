package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.Optional;

/**
 * A dry run of what {@link Straight} would do to a table without rows: the file is copied into a twin of it, {@code
 * oneoff_typed}, which has the same columns and constraints, and nothing is left to compare with. What is true of each row the
 * twin tells; what is true of all of them is looked at here.
 */
record Rehearsal(Session session, TargetTable table, Heading heading) {

    /** Says whether it tells all that a look at the single rows would. */
    boolean allowed(Straight straight, ImportMode mode, Optional<UniqueKey> key) {
        boolean inserting = switch (mode) {
            case INSERT, UPSERT -> true;
            case UPDATE, REPLACE -> false;
        };
        return inserting && straight.asItStands(key) && straight.empty();
    }

    /** Makes the twin, without indexes; returns its name. */
    String twin() {
        session.execute("CREATE TEMPORARY TABLE oneoff_typed (LIKE "
                + table.name().quoted() + " INCLUDING CONSTRAINTS INCLUDING GENERATED) ON COMMIT DROP");
        return "oneoff_typed";
    }

    /** Says whether the table would take all rows of the twin. */
    boolean taken() {
        Checks checks = new Checks(session, table, heading);
        return table.uniques().stream()
                        .filter(unique -> unique.plain() && heading.covers(unique.columns()))
                        .noneMatch(unique -> checks.repeated(unique.columns()))
                && table.references().stream()
                        .filter(reference -> heading.covers(reference.columns()))
                        .noneMatch(reference -> any("SELECT FROM oneoff_typed AS s WHERE "
                                + Checks.present(reference.columns()) + " AND NOT EXISTS (SELECT FROM "
                                + (reference.own() ? "oneoff_typed" : reference.table()) + " AS t WHERE "
                                + Checks.same("t.", reference.referred(), "s.", reference.columns()) + ")"));
    }

    private boolean any(String select) {
        return session.listAsItIs("SELECT EXISTS (" + select + ")", row -> row.flag(1))
                .get(0);
    }
}
