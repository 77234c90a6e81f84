package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.ImageTables;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.util.Collection;

/** All images of an import as one for each step: rows that refer to each other are put back, and looked at, together. */
record Joining(Session session, Clock clock, ImportRow row) {

    /** A text of the server's has 1 GiB at the most. */
    private static final long JOINABLE = 512L << 20;

    /** Says whether it has to be: whether rows of these tables refer to rows of their own table. */
    boolean wanted(Collection<ImageTarget> targets) {
        // H2 looks at a foreign key with each row, whatever is joined.
        return !session.dialect().embedded()
                && targets.stream()
                        .anyMatch(target -> session.list(
                                        Sql.of(UndoSql.OWN_REFERENCES).with("table", target.table()),
                                        found -> found.flag(1))
                                .get(0));
    }

    void requireJoinable() {
        long bytes = session.list(
                        Sql.of(ledger().named(UndoSql.BYTES))
                                .with("id", row.id())
                                .with("generation", ImportRow.GENERATION),
                        most -> most.number(1))
                .get(0);
        if (bytes > JOINABLE) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Import " + row.id() + " cannot be undone: rows of " + row.target()
                            + " refer to each other, so all are put back at once, and %,d MiB are too much for that."
                                    .formatted(bytes >> 20),
                    "Nothing was changed. Restore a backup, or write a data fix.");
        }
    }

    /** Makes the table of the transaction's own that {@link ImportStore#joinedTables} names. */
    void write() {
        session.execute("CREATE TEMPORARY TABLE oneoff_joined ON COMMIT DROP AS\n"
                + joined(new ImportStore(session, clock).tables().images()));
    }

    /** Returns queries in place of the table of images, which show it as an undo would find it. */
    ImageTables ahead(boolean joined, boolean force) {
        ImageTables tables = new ImportStore(session, clock).tables();
        String images = force ? "(" + ledger().named(UndoSql.REOPENED) + ")" : tables.images();
        return new ImageTables(joined ? "(" + joined(images) + ")" : images, tables.conflicts(), tables.owners());
    }

    /** Neither DDL nor the name of a table takes values: the id is ours, of letters, digits and hyphens. */
    private String joined(String images) {
        return UndoSql.JOINED
                .formatted(images)
                .replace(":id", "'" + row.id() + "'")
                .replace(":generation", Integer.toString(ImportRow.GENERATION));
    }

    private Ledger ledger() {
        return new Ledger(session, clock);
    }
}
