package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTables;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.images.Left;
import dev.oneoff.images.Restored;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where imports that can be undone stand. Writes happen in whatever transaction the session is in. For one thread. */
final class ImportStore {

    private final Session session;
    private final Clock clock;
    private final Ledger ledger;

    ImportStore(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.ledger = new Ledger(session, clock);
    }

    ImageTables tables() {
        return new ImageTables(
                ledger.named(UndoSql.IMAGES), ledger.named(UndoSql.CONFLICTS), ledger.named(UndoSql.IMPORTS));
    }

    /** The same with the table of {@link Joining#write}. */
    ImageTables joinedTables() {
        return new ImageTables("pg_temp.oneoff_joined", tables().conflicts(), tables().owners());
    }

    void insert(ImportRow row, String sha256, String mode) {
        session.update(of(UndoSql.INSERT, row.id())
                .with("state", row.state().label())
                .with("file", row.file())
                .with("sha256", sha256)
                .with("target", row.target())
                .with("mode", mode)
                .with("at", clock.instant()));
    }

    /** Says that a run went on with an import. */
    void insertPart(String run, ImportRow row) {
        session.update(of(UndoSql.INSERT_PART, row.id()).with("run", run).with("at", clock.instant()));
    }

    /** Counts rows that were changed in the way of a step. */
    void count(String id, int step, ImageTarget target, long rows) {
        if (session.update(of(UndoSql.COUNT_STEP, id).with("step", step).with("rows", rows)) > 0) {
            return;
        }
        session.update(of(UndoSql.INSERT_STEP, id)
                .with("step", step)
                .with("form", target.form().name().toLowerCase(Locale.ROOT))
                .with("target", target.table())
                .with("keys", Columns.written(target.key()))
                .with("columns", Columns.written(target.columns()))
                .with("rows", rows));
    }

    /** Says that it has changed: what it keeps is as old as that. */
    void touch(String id) {
        session.update(of(UndoSql.TOUCH, id).with("at", clock.instant()));
    }

    /**
     * Returns the import of a run; empty when it kept nothing.
     *
     * @param run the one that began it, or one that went on with it
     */
    Optional<ImportRow> find(String run) {
        return session.listIfThere(
                        of(UndoSql.FIND, run),
                        row -> new ImportRow(row.text(1), UndoState.of(row.text(2)), row.text(3), row.text(4)))
                .flatMap(found -> found.stream().findFirst());
    }

    /** Returns what it did to its table, by the number of the step. */
    Map<Integer, ImageTarget> targets(String id) {
        Map<Integer, ImageTarget> targets = new TreeMap<>();
        session.list(
                of(UndoSql.STEPS, id),
                step -> targets.put(
                        (int) step.number(1),
                        new ImageTarget(
                                ImageForm.valueOf(step.text(2).toUpperCase(Locale.ROOT)),
                                step.text(3),
                                Columns.read(step.text(4)),
                                Columns.read(step.text(5)))));
        return targets;
    }

    /** Returns the first column that it has values of and its table has not any more. */
    Optional<String> lost(ImportRow row) {
        return targets(row.id()).values().stream().flatMap(this::lost).findFirst();
    }

    private Stream<String> lost(ImageTarget target) {
        String columns = session.dialect().embedded() ? UndoSql.EMBEDDED_COLUMNS : UndoSql.COLUMNS;
        List<String> now = session.list(Sql.of(columns).with("table", target.table()), column -> column.text(1));
        return Stream.concat(target.key().stream(), target.columns().stream())
                .map(column -> column.name().name())
                .filter(name -> !now.isEmpty() && !now.contains(name));
    }

    /** Returns how many rows it changed. */
    long rows(ImportRow row) {
        return session.list(of(UndoSql.ROWS, row.id()), sum -> sum.number(1)).get(0);
    }

    /** Returns of how many rows it has images. */
    long kept(String id) {
        return session.list(of(UndoSql.KEPT, id), sum -> sum.number(1)).get(0);
    }

    /** Says whether nothing of what it kept was purged. */
    boolean whole(ImportRow row) {
        return kept(row.id()) >= rows(row);
    }

    void move(ImportRow row, UndoState to, String run) {
        session.update(of(UndoSql.MOVE, row.id())
                .with("state", to.label())
                .with("run", run)
                .with("at", clock.instant()));
    }

    /** Says that nobody can go on with it, nor with another import of its file that may have found its rows. */
    void unmark(ImportRow row, String run) {
        session.update(of(UndoSql.UNMARK, row.id()).with("run", run).with("at", clock.instant()));
    }

    /** Returns how many conflicts are written down, and nothing else. */
    Restored conflicts(ImportRow row) {
        return session.list(
                        of(UndoSql.COUNT_CONFLICTS, row.id()),
                        count -> new Restored(0, count.number(1), count.number(2), 0))
                .get(0);
    }

    List<Left> firstConflicts(ImportRow row, int limit) {
        return session.list(
                of(UndoSql.FIRST_CONFLICTS, row.id()).with("limit", limit),
                left -> new Left(
                        left.text(1),
                        Optional.ofNullable(left.textOrNull(2)),
                        left.text(3),
                        Optional.ofNullable(left.textOrNull(4))));
    }

    private Sql of(String statement, String id) {
        return Sql.of(ledger.named(statement)).with("id", id).with("generation", ImportRow.GENERATION);
    }
}
