package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Image;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.images.Images;
import dev.oneoff.images.Restored;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.RunContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts back the images of one import, in the caller's transaction. */
final class Undoing {

    private static final String FOREIGN_KEY = "23503";
    /** A text of the server's has 1 GiB at the most. */
    private static final long JOINABLE = 512L << 20;

    private final RunContext run;
    private final Session session;
    private final ImportStore store;
    private final ImportRow row;
    private final boolean force;

    Undoing(RunContext run, ImportRow row, boolean force) {
        this.run = run;
        this.session = run.session();
        this.store = new ImportStore(session, run.clock());
        this.row = row;
        this.force = force;
    }

    /** Returns how many rows were written. */
    long restore() {
        Map<Integer, ImageTarget> targets = store.targets(row);
        Images images = new Images(session, store.tables());
        if (force) {
            images.reopen(row.owner());
        }
        boolean own = targets.values().stream().anyMatch(this::own);
        long rows = own ? joined(targets) : restored(images, targets, all(images));
        session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        return rows;
    }

    private boolean own(ImageTarget target) {
        return session.list(Sql.of(UndoSql.OWN_REFERENCES).with("table", target.table()), found -> found.flag(1))
                .get(0);
    }

    /**
     * Rows that refer to rows of their own table have no order in which they could go one after the other: what was one
     * statement is one again, with the foreign keys looked at when it ends. Unique values are free again when the inserted rows
     * are gone first; references are there when the deleted ones are back first: whichever goes through.
     */
    private long joined(Map<Integer, ImageTarget> targets) {
        Ledger ledger = run.ledger();
        long bytes = session.list(of(UndoSql.BYTES), most -> most.number(1)).get(0);
        if (bytes > JOINABLE) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Import " + row.id() + " cannot be undone: rows of " + row.target()
                            + " refer to each other, so all are put back at once, and %,d MiB are too much for that."
                                    .formatted(bytes >> 20),
                    "Nothing was changed. Restore a backup, or write a data fix.");
        }
        // A statement of DDL takes no values: the id is ours, of letters, digits and hyphens.
        session.execute(ledger.named(UndoSql.JOINED)
                .replace(":id", "'" + row.id() + "'")
                .replace(":generation", Integer.toString(ImportRow.GENERATION)));
        Images images = new Images(session, store.joinedTables());
        List<Image> last = all(images);
        session.execute("SAVEPOINT oneoff_undoing");
        long rows;
        try {
            rows = restored(images, targets, last);
        } catch (OneoffException e) {
            if (!e.failure().fact("sqlState").orElse("").equals(FOREIGN_KEY)) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_undoing");
            List<Image> first = new ArrayList<>(last);
            Collections.reverse(first);
            rows = restored(images, targets, first);
        }
        session.update(of(UndoSql.MARK_ALL));
        return rows;
    }

    private Sql of(String statement) {
        return Sql.of(run.ledger().named(statement)).with("id", row.id()).with("generation", ImportRow.GENERATION);
    }

    /** Returns the images that are not put back, the last one first. */
    private List<Image> all(Images images) {
        List<Image> all = new ArrayList<>();
        Optional<Image> image = images.last(row.owner());
        while (image.isPresent()) {
            all.add(image.get());
            image = images.before(image.get());
        }
        return all;
    }

    private long restored(Images images, Map<Integer, ImageTarget> targets, List<Image> order) {
        Progress progress = new Progress(run.journal(), run.clock(), row.file(), "restored");
        try {
            Restored sum = Restored.NONE;
            for (Image image : order) {
                run.cancellation().check();
                ImageTarget target =
                        Optional.ofNullable(targets.get(image.step())).orElseThrow();
                sum = sum.plus(
                        images.restoreWithin(target, image, run.id(), force).orElseThrow());
                progress.show(0, sum.rows());
            }
            return sum.rows();
        } finally {
            progress.end();
        }
    }
}
