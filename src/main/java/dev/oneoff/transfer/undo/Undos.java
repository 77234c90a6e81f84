package dev.oneoff.transfer.undo;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Clash;
import dev.oneoff.images.Clashes;
import dev.oneoff.images.Image;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTables;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.images.Images;
import dev.oneoff.images.Left;
import dev.oneoff.images.Restored;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.lock.LockName;
import dev.oneoff.run.LostRuns;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Taking imports back, from the ledger alone. */
public final class Undos {

    private static final String COMMAND = "import";
    private static final String SUBJECT = "--undo ";
    private static final int SHOWN = 20;

    private final Settings settings;
    private final Database database;
    private final Surroundings surroundings;

    /** Makes the feature. */
    public Undos(Settings settings, Database database, Surroundings surroundings) {
        this.settings = settings;
        this.database = database;
        this.surroundings = surroundings;
    }

    /** Returns what {@link #undo} would do; writes nothing. */
    public Undone preview(UndoRequest request) {
        try (Session session = opening(request).trying(new Runs(database, surroundings).sessionName(COMMAND))) {
            session.requireSchema();
            ImportStore store = new ImportStore(session, surroundings.clock());
            ImportRow row = found(session, request);
            if (over(store, row, request)) {
                return over(store, row);
            }
            requireImages(store, new Images(session, store.tables()), row);
            requireColumns(store, row);
            return surroundings
                    .cancellation()
                    .stopping(
                            session,
                            "Nothing was changed. Run the same command again.",
                            () -> session.dialect().embedded()
                                    ? tried(session, row, request)
                                    : looked(session, row, request.force()));
        }
    }

    /** On H2, where nobody else waits: does it, and takes it back. */
    private Undone tried(Session session, ImportRow row, UndoRequest request) {
        RunContext trial = new RunContext(
                "dry-run",
                session,
                new Ledger(session, surroundings.clock()),
                surroundings.journal(),
                surroundings.cancellation(),
                surroundings.clock());
        Undone done = session.inTransaction(() -> within(trial, row.id(), request), undone -> false);
        return undone(row, Optional.empty(), row.state(), done.sum(), done.first());
    }

    private Undone looked(Session session, ImportRow row, boolean force) {
        Joining joining = new Joining(session, surroundings.clock(), row);
        Map<Integer, ImageTarget> targets = new ImportStore(session, surroundings.clock()).targets(row.id());
        boolean joined = joining.wanted(targets.values());
        if (joined) {
            joining.requireJoinable();
        }
        ImageTables tables = joining.ahead(joined, force);
        Images images = new Images(session, tables);
        Clashes clashes = new Clashes(session, tables, targets, force);
        Restored sum = Restored.NONE;
        List<Left> left = new ArrayList<>();
        Optional<Image> image = images.last(row.owner());
        while (image.isPresent()) {
            ImageTarget target =
                    Optional.ofNullable(targets.get(image.get().step())).orElseThrow();
            Restored ahead = images.look(target, image.get(), Set.of(), force);
            if (ahead.conflicts() > 0 && left.size() < SHOWN) {
                left.addAll(images.left(target, image.get(), SHOWN - left.size(), force));
            }
            List<Left> out = keptOut(row, target, clashes.of(target, image.get()));
            out.stream().limit(SHOWN - left.size()).forEach(left::add);
            sum = sum.plus(ahead).plus(new Restored(-out.size(), out.size(), out.size(), 0));
            image = images.before(image.get());
        }
        return undone(row, Optional.empty(), row.state(), sum, left);
    }

    /** Returns the deleted rows that stay away for another row's sake; of an UPDATE, none may be in the way. */
    private static List<Left> keptOut(ImportRow row, ImageTarget target, List<Clash> clashes) {
        if (target.form() == ImageForm.UPDATE && !clashes.isEmpty()) {
            Clash first = clashes.get(0);
            throw unmendable(
                    row,
                    new Failure(
                            FailureKind.STEP_FAILED,
                            "row %s is to have a unique value again that row %s has by now (%s)"
                                    .formatted(first.key(), first.other(), first.index()),
                            ""),
                    null);
        }
        return clashes.stream()
                .map(Clash::key)
                .distinct()
                .map(key -> new Left(key, Optional.empty(), "kept_out", Optional.empty()))
                .toList();
    }

    /** Takes an import back, in one transaction. */
    public Outcome<Undone> undo(UndoRequest request) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = opening(request).write(runs.sessionName(COMMAND))) {
            new Pooler(database.address().host(), settings.allowPooler()).pass(session);
            session.requireSchema();
            ImportRow row = found(session, request);
            ImportStore store = new ImportStore(session, surroundings.clock());
            if (over(store, row, request)) {
                Undone over = over(store, row);
                return Outcome.done(over, over.sentence());
            }
            LockName lock = new LockName("import-" + row.target(), Set.of());
            RunRequest recorded = new RunRequest(COMMAND, SUBJECT + row.id(), Optional.of(lock), request.lockWait());
            return runs.execute(session, recorded, run -> undo(run, row.id(), request));
        }
    }

    private Outcome<Undone> undo(RunContext run, String id, UndoRequest request) {
        new LostRuns(run, Set.of(COMMAND)).all();
        Undone undone = undone(run, id, request);
        run.journal().say(undone.sentence());
        undone.warning().ifPresent(run.journal()::warn);
        return Outcome.done(undone, undone.sentence());
    }

    private static Undone undone(RunContext run, String id, UndoRequest request) {
        try {
            return run.session().inTransaction(() -> within(run, id, request));
        } catch (OneoffException e) {
            throw run.cancellation()
                    .failure()
                    .map(stopped ->
                            new OneoffException(stopped.hinting("Nothing was changed. Run the same command again."), e))
                    .orElse(e);
        }
    }

    private static Undone within(RunContext run, String id, UndoRequest request) {
        ImportStore store = new ImportStore(run.session(), run.clock());
        ImportRow row = store.find(id).orElseThrow();
        if (over(store, row, request)) {
            return over(store, row);
        }
        store.move(row, UndoState.REVERTING, run.id());
        // A purge holds the row while it deletes: from here on there is none.
        requireImages(store, new Images(run.session(), store.tables()), row);
        requireColumns(store, row);
        Restored sum = restored(run, row, request.force());
        Restored left = store.conflicts(row);
        UndoState state = left.conflicts() == 0 ? UndoState.UNDONE : UndoState.UNDONE_WITH_CONFLICTS;
        store.move(row, state, run.id());
        // A second one, with force, finds nothing going on but what began after the first.
        if (row.state() == UndoState.IMPORTED) {
            store.unmark(row, run.id());
        }
        return undone(
                row,
                Optional.of(run.id()),
                state,
                new Restored(sum.rows(), left.conflicts(), left.stuck(), sum.missing()),
                store.firstConflicts(row, SHOWN));
    }

    private static Restored restored(RunContext run, ImportRow row, boolean force) {
        try {
            return new Undoing(run, row, force).restore();
        } catch (OneoffException e) {
            throw e.kind() == FailureKind.STEP_FAILED ? unmendable(row, e.failure(), e) : e;
        }
    }

    private static OneoffException unmendable(ImportRow row, Failure failure, @Nullable OneoffException cause) {
        Failure said = failure.titled("Import " + row.id() + " cannot be undone: " + failure.title())
                .hinting("Nothing was changed. "
                        + (failure.hint().isEmpty() ? "Mend what it names, then say it again." : failure.hint()));
        return new OneoffException(said, cause);
    }

    /** Says whether there is nothing that an undo of this kind would do. */
    private static boolean over(ImportStore store, ImportRow row, UndoRequest request) {
        return switch (row.state()) {
            case UNDONE -> true;
            case UNDONE_WITH_CONFLICTS -> !request.force();
            case IMPORTED, REVERTING -> store.rows(row) == 0;
        };
    }

    private static Undone over(ImportStore store, ImportRow row) {
        return undone(row, Optional.empty(), row.state(), store.conflicts(row), store.firstConflicts(row, SHOWN));
    }

    private static Undone undone(
            ImportRow row, Optional<String> run, UndoState state, Restored restored, List<Left> first) {
        return new Undone(row.id(), row.file(), row.target(), run, state.label(), restored, first);
    }

    private static void requireImages(ImportStore store, Images images, ImportRow row) {
        long changed = store.rows(row);
        long kept = images.kept(row.owner()).rows();
        if (kept < changed) {
            throw refused(
                    row.id(),
                    "it changed %,d rows, and the old values of %,d were purged".formatted(changed, changed - kept));
        }
    }

    private static void requireColumns(ImportStore store, ImportRow row) {
        store.lost(row).ifPresent(name -> {
            throw unmendable(
                    row,
                    new Failure(
                            FailureKind.STEP_FAILED,
                            row.target() + " has no column " + name + " any more",
                            "Give the table a column of that name again, then say it again."),
                    null);
        });
    }

    private static OneoffException refused(String id, String why) {
        return new OneoffException(
                FailureKind.REFUSED,
                "Import " + id + " cannot be undone: " + why + ".",
                "Nothing was changed. Import the right values, or restore a backup.");
    }

    private ImportRow found(Session session, UndoRequest request) {
        RunRow run = run(session, request.run());
        Optional<ImportRow> row = new ImportStore(session, surroundings.clock()).find(run.id());
        if (row.isPresent()) {
            return row.get();
        }
        if (run.subject().startsWith(SUBJECT)) {
            throw refused(run.id(), "it is an undo itself");
        }
        throw refused(
                run.id(),
                "succeeded".equals(run.state().label())
                        ? "it kept no old values (it said --no-images, or inserted without --undoable)"
                        : "it " + run.state().label()
                                + ", and so changed nothing, but for batches that kept no old values");
    }

    private RunRow run(Session session, String named) {
        List<RunRow> runs = named.matches("[0-9a-z-]+")
                ? new Ledger(session, surroundings.clock()).beginning(COMMAND, named, SHOWN)
                : List.of();
        if (runs.size() > 1) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "Several imports begin with " + named + ".",
                    "Which of them? "
                            + String.join(", ", runs.stream().map(RunRow::id).toList()));
        }
        return runs.stream()
                .findFirst()
                .orElseThrow(() -> new OneoffException(
                        FailureKind.USAGE,
                        "There is no import " + named + ".",
                        "List the latest runs: oneoff history"));
    }

    private Opening opening(UndoRequest request) {
        return new Opening(database, surroundings, request.waitForDatabase(), request.lockWait());
    }
}
