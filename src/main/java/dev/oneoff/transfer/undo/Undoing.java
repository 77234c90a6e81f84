package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Image;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.images.Images;
import dev.oneoff.images.Restored;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.RunContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts back the images of one import, in the caller's transaction. */
final class Undoing {

    private static final String FOREIGN_KEY = "23503";

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

    /** Returns what was written, and what not. */
    Restored restore() {
        Map<Integer, ImageTarget> targets = store.targets(row.id());
        Images images = new Images(session, store.tables());
        if (force) {
            images.reopen(row.owner());
        }
        Joining joining = new Joining(session, run.clock(), row);
        Restored sum =
                joining.wanted(targets.values()) ? joined(joining, targets) : restored(images, targets, all(images));
        if (!session.dialect().embedded()) {
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
        return sum;
    }

    /**
     * Rows that refer to rows of their own table have no order in which they could go one after the other: what was one
     * statement is one again, with the foreign keys looked at when it ends. Unique values are free again when the inserted rows
     * are gone first; references are there when the deleted ones are back first: whichever goes through.
     */
    private Restored joined(Joining joining, Map<Integer, ImageTarget> targets) {
        joining.requireJoinable();
        joining.write();
        Images images = new Images(session, store.joinedTables());
        List<Image> last = all(images);
        session.execute("SAVEPOINT oneoff_undoing");
        Restored sum;
        try {
            sum = restored(images, targets, last);
        } catch (OneoffException e) {
            if (!sqlState(e).equals(FOREIGN_KEY)) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_undoing");
            List<Image> first = new ArrayList<>(last);
            Collections.reverse(first);
            sum = restored(images, targets, first);
        }
        session.update(of(UndoSql.MARK_ALL));
        return sum;
    }

    private Sql of(String statement) {
        return Sql.of(run.ledger().named(statement)).with("id", row.id()).with("generation", ImportRow.GENERATION);
    }

    /**
     * Returns the images that are not put back, the last one first; on H2, which does not let a row go while another refers
     * to it, updated rows before inserted ones.
     */
    private List<Image> all(Images images) {
        List<Image> all = new ArrayList<>();
        Optional<Image> image = images.last(row.owner());
        while (image.isPresent()) {
            all.add(image.get());
            image = images.before(image.get());
        }
        if (session.dialect().embedded()) {
            all.sort(Comparator.comparing(found -> found.step() != Keeping.step(ImageForm.UPDATE)));
        }
        return all;
    }

    private Restored restored(Images images, Map<Integer, ImageTarget> targets, List<Image> order) {
        Progress progress = new Progress(run.journal(), run.clock(), row.file(), "restored");
        try {
            Restored sum = Restored.NONE;
            List<Image> left = order;
            boolean patient = session.dialect().embedded();
            while (!left.isEmpty()) {
                List<Image> refused = new ArrayList<>();
                for (Image image : left) {
                    run.cancellation().check();
                    ImageTarget target =
                            Optional.ofNullable(targets.get(image.step())).orElseThrow();
                    boolean again = refused.size() + 1 < left.size();
                    // What keeps a deleted row out may be gone when those are done that wait.
                    boolean early =
                            patient && deleted(image) && !refused.stream().allMatch(Undoing::deleted);
                    Optional<Restored> restored = early ? Optional.empty() : restored(images, target, image, again);
                    if (restored.isEmpty()) {
                        refused.add(image);
                    }
                    sum = sum.plus(restored.orElse(Restored.NONE));
                    progress.show(0, sum.rows());
                }
                patient = session.dialect().embedded() && refused.size() < left.size();
                left = refused;
            }
            return sum;
        } finally {
            progress.end();
        }
    }

    private static boolean deleted(Image image) {
        return image.step() == Keeping.step(ImageForm.DELETE);
    }

    /**
     * Puts one back; empty where that has to wait for others: H2 looks at a foreign key with each row, not at the end.
     *
     * @param again whether it may wait
     */
    private Optional<Restored> restored(Images images, ImageTarget target, Image image, boolean again) {
        boolean waits = again && session.dialect().embedded();
        if (waits) {
            session.execute("SAVEPOINT oneoff_undoing");
        }
        try {
            return Optional.of(
                    images.restoreWithin(target, image, run.id(), force).orElseThrow());
        } catch (OneoffException e) {
            if (!waits || !sqlState(e).startsWith("23")) {
                throw e;
            }
            session.execute("ROLLBACK TO SAVEPOINT oneoff_undoing");
            return Optional.empty();
        }
    }

    private static String sqlState(OneoffException error) {
        return error.failure().fact("sqlState").orElse("");
    }
}
