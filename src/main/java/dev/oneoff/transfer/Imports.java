package dev.oneoff.transfer;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.LockName;
import dev.oneoff.progress.Journal;
import dev.oneoff.progress.Progress;
import dev.oneoff.run.LostRuns;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.file.Spooled;
import dev.oneoff.transfer.target.Targets;
import dev.oneoff.transfer.undo.Keeping;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Files into tables. */
public final class Imports {

    private final Settings settings;
    private final Database database;
    private final Surroundings surroundings;
    private final Consumer<RunContext> before;

    /**
     * Makes the feature.
     *
     * @param before what is done at the beginning of each run, such as clearing away what earlier ones kept
     */
    public Imports(Settings settings, Database database, Surroundings surroundings, Consumer<RunContext> before) {
        this.before = before;
        this.settings = settings;
        this.database = database;
        this.surroundings = surroundings;
    }

    /**
     * Returns what {@link #run} would do; what is rejected is written into files beside the one that is read, nothing else.
     *
     * @param extent LOOK, or TRY to write the rows, too, and take them back: they are locked meanwhile
     * @param stream what is read where the file is {@code -}
     */
    public Imported dryRun(ImportRequest request, Extent extent, InputStream stream) {
        Runs runs = new Runs(database, surroundings);
        RejectFile.require(request);
        try (Spooled spooled = source(request, stream);
                Session session = opening(request).trying(runs.sessionName("import"))) {
            session.requireSchema();
            requireTaken(request);
            Supplier<Done> trying = () -> session.inTransaction(
                    () -> {
                        if (!session.dialect().embedded()) {
                            session.execute("SET TRANSACTION READ WRITE");
                        }
                        return importing(session, spooled.source(), request, extent, Optional.empty());
                    },
                    tried -> false);
            Done done = surroundings
                    .cancellation()
                    .stopping(session, "Nothing was imported. Run the same command again.", trying);
            stream(done.streaming(), "Nothing was imported.", surroundings.journal());
            return done.imported();
        }
    }

    /**
     * Imports a file, all of it or nothing.
     *
     * @param stream what is read where the file is {@code -}
     * @return what was done; the failure is INPUT_REJECTED where more rows are rejected than may be, and nothing was written
     */
    public Outcome<Imported> run(ImportRequest request, InputStream stream) {
        Runs runs = new Runs(database, surroundings);
        RejectFile.require(request);
        try (Spooled spooled = source(request, stream);
                Session session = opening(request).write(runs.sessionName("import"))) {
            requireTaken(request);
            new Pooler(database.address().host(), settings.allowPooler()).pass(session);
            session.requireSchema();
            SourceFile source = spooled.source();
            String table = new Targets(session)
                    .writable(request.table().orElse(source.name().table()))
                    .shown();
            LockName lock = new LockName("import-" + table, Set.of());
            RunRequest recorded = new RunRequest("import", request.file(), Optional.of(lock), request.lockWait());
            return runs.execute(session, recorded, run -> imported(run, source, request));
        }
    }

    private Outcome<Imported> imported(RunContext run, SourceFile source, ImportRequest request) {
        // Imports of other tables hold other locks: who has no session is gone, whatever it is about.
        new LostRuns(run, Set.of("import")).all();
        before.accept(run);
        keeping(run, request).ifPresent(Keeping::prepare);
        Outcome<Imported> outcome = request.batching()
                .map(batching -> inBatches(run, source, request, batching))
                .orElseGet(() -> atOnce(run, source, request));
        Imported imported = outcome.value().of(run.id());
        if (outcome.failure().isPresent()) {
            return Outcome.failed(imported.refused(), outcome.failure().get().with("run", run.id()));
        }
        run.journal().say("imported " + imported.named() + " into " + imported.summary());
        imported.notes().forEach(run.journal()::say);
        imported.warning().ifPresent(run.journal()::warn);
        return Outcome.done(imported, outcome.summary());
    }

    private Outcome<Imported> atOnce(RunContext run, SourceFile source, ImportRequest request) {
        Done done;
        try {
            done = run.session()
                    .inTransaction(
                            () -> importing(run.session(), source, request, Extent.WRITE, keeping(run, request)),
                            each -> each.imported().rejected() <= request.maxErrors());
        } catch (OneoffException e) {
            throw run.cancellation()
                    .failure()
                    .map(stopped -> new OneoffException(
                            stopped.hinting("Nothing was imported. Run the same command again."), e))
                    .orElse(e);
        }
        Imported imported = done.imported();
        if (imported.rejected() > request.maxErrors()) {
            stream(done.streaming(), "Nothing was imported.", run.journal());
            return Outcome.failed(imported, rejected(imported));
        }
        List<String> notes = new ArrayList<>(imported.notes());
        notes.addAll(done.committed().get());
        stream(done.streaming(), "Imported all the same: " + imported.summary() + ".", run.journal());
        return Outcome.done(imported.with(imported.counts(), notes), imported.summary());
    }

    private Outcome<Imported> inBatches(
            RunContext run, SourceFile source, ImportRequest request, ImportRequest.Batching batching) {
        Progress progress = new Progress(run.journal(), run.clock(), request.file(), "read");
        try {
            return new Batches(run, source, request, batching, new Watching(progress, source.size())).run();
        } catch (OneoffException e) {
            throw source.placed(e);
        } finally {
            progress.end();
        }
    }

    private static Optional<Keeping> keeping(RunContext run, ImportRequest request) {
        return request.images() ? Optional.of(Keeping.of(run)) : Optional.empty();
    }

    /**
     * An import that was done.
     *
     * @param committed does what can only be done once it is committed; returns what was done, for people
     * @param streaming writes the rejected rows to a stream, where they go to one
     */
    private record Done(Imported imported, Supplier<List<String>> committed, Runnable streaming) {}

    private Done importing(
            Session session, SourceFile source, ImportRequest request, Extent extent, Optional<Keeping> keeping) {
        Progress progress = new Progress(surroundings.journal(), surroundings.clock(), request.file(), "read");
        try {
            Watching watching = new Watching(progress, source.size());
            if (session.dialect().embedded()) {
                EmbeddedImporting importing = new EmbeddedImporting(
                                session, source, request, watching, surroundings.cancellation())
                        .keeping(keeping);
                return new Done(importing.run(extent == Extent.WRITE), importing::committed, importing.streaming());
            }
            Importing importing = new Importing(session, source, source.shape(), request, watching).keeping(keeping);
            return new Done(importing.run(extent), List::of, importing.streaming());
        } catch (OneoffException e) {
            throw source.placed(e);
        } finally {
            progress.end();
        }
    }

    /**
     * Writes the rejected rows to the stream, where they go to one. That nobody reads them to their end changes nothing of
     * the import.
     *
     * @param state what became of the import, for people
     */
    static void stream(Runnable streaming, String state, Journal journal) {
        try {
            streaming.run();
        } catch (OneoffException e) {
            if (e.kind() != FailureKind.PIPE_CLOSED) {
                throw new OneoffException(
                        e.failure().hinting(state + " " + e.failure().hint()), e);
            }
            journal.warn("the rejected rows were not read to their end");
        }
    }

    /** Returns the failure of an import whose file has rows that are rejected. */
    public static Failure rejected(Imported imported) {
        return new Failure(
                FailureKind.INPUT_REJECTED,
                "%s: %s; nothing was imported.".formatted(imported.named(), imported.rejections()),
                "The rows are %s, what is wrong with %s. %s"
                        .formatted(
                                imported.files()
                                        .rows()
                                        .map(file -> "in " + file)
                                        .orElse("on stdout"),
                                imported.files()
                                        .reasons()
                                        .map(file -> "them in " + file)
                                        .orElse("the first of them is said above (--report csv writes all of it)"),
                                mending(imported)));
    }

    private static String mending(Imported imported) {
        if (imported.mode() == ImportMode.REPLACE) {
            return "Mend them in " + imported.named()
                    + " and import it once more: --mode replace takes all rows or none.";
        }
        String good = "--max-errors " + imported.rejected() + " imports the good ones alone";
        return imported.files()
                .again()
                .map(again -> good + ". Mend the others there, then: " + again)
                .orElse("Mend them and import that; " + good + ".");
    }

    /** Refuses what is of no use in development: nobody waits for the locks of an embedded database, and it is all on the disk. */
    private void requireTaken(ImportRequest request) {
        if (database.dialect().embedded() && request.batching().isPresent()) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "The embedded database imports a file in one transaction.",
                    "Leave out --batch and --resume: a file of any length goes in, or nothing of it does. Or set DATABASE_URL"
                            + " to a PostgreSQL server.");
        }
    }

    private static Spooled source(ImportRequest request, InputStream stream) {
        if (!request.streamed()) {
            return Spooled.file(SourceFile.of(request.file(), request.folder(), request.options()));
        }
        String table = request.table()
                .orElseThrow(() ->
                        new OneoffException(FailureKind.USAGE, "import - names no table.", "Say it: --into users."));
        return Spooled.stream(stream, table.substring(table.lastIndexOf('.') + 1), request.folder(), request.options());
    }

    private Opening opening(ImportRequest request) {
        return new Opening(database, surroundings, request.waitForDatabase(), request.lockWait());
    }
}
