package dev.oneoff.migrate;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.Protection;
import dev.oneoff.lock.LockName;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Schema migrations: apply, take back, compare. Loads the engine only when there may be something to do. */
public final class Migrations {

    private final Settings settings;
    private final Environment environment;
    private final Database database;
    private final Surroundings surroundings;
    private final Function<ChangelogSource, ChangelogEngine> engines;

    /**
     * Makes the feature.
     *
     * @param engines makes the engine for a changelog; called as late as possible
     */
    public Migrations(
            Settings settings,
            Environment environment,
            Database database,
            Surroundings surroundings,
            Function<ChangelogSource, ChangelogEngine> engines) {
        this.settings = settings;
        this.environment = environment;
        this.database = database;
        this.surroundings = surroundings;
        this.engines = engines;
    }

    /** Applies what is pending. */
    public Outcome<Migrated> migrate(MigrateRequest request) {
        ChangelogSource source = source();
        Runs runs = new Runs(database, surroundings);
        try (Session session = new Opening(database, surroundings, request.waitForDatabase(), request.lockWait())
                .write(runs.sessionName("migrate"))) {
            passPooler(session);
            Tracking tracking = tracking(session, source);
            RunRequest recorded = new RunRequest("migrate", "", Optional.of(lock(tracking)), request.lockWait());
            Optional<Outcome<Migrated>> nothing =
                    nothingToDo(runs.id(), session, fingerprint(source, session), request);
            if (nothing.isPresent()) {
                runs.note(session, recorded, nothing.get().summary());
                return nothing.get();
            }
            return runs.execute(session, recorded, () -> {
                // Asked again under the lock: whoever had it may have done everything.
                Optional<String> before = fingerprint(source, session);
                Optional<Outcome<Migrated>> done = nothingToDo(runs.id(), session, before, request);
                if (done.isPresent()) {
                    return run -> done.get();
                }
                ChangelogEngine engine = engines.apply(source);
                engine.read(session);
                return run -> apply(run, new Looked(source, tracking, engine, before), request);
            });
        }
    }

    /** What was found before a migration began. */
    private record Looked(ChangelogSource source, Tracking tracking, ChangelogEngine engine, Optional<String> before) {}

    private Outcome<Migrated> apply(RunContext run, Looked looked, MigrateRequest request) {
        ChangelogEngine engine = looked.engine();
        UpToDate memory = new UpToDate(run.session(), run.ledger());
        memory.forget();
        Progressed progressed = engine.apply(run, request.selection(), request.tag(), request.lockWait());
        boolean lost = progressed
                .failure()
                .filter(failure -> failure.kind() == FailureKind.UNREACHABLE)
                .isPresent();
        if (!lost) {
            // Else it would fail, too, and take with it the word of what was applied.
            settings.protectedBy().ifPresent(reason -> new Protection(run.ledger()).mark(reason, run.id()));
        }
        Migrated migrated = migrated(run, looked.tracking(), progressed);
        if (progressed.failure().isPresent()) {
            return Outcome.failed(migrated, progressed.failure().get());
        }
        if (progressed.settled() && request.selection().equals(Selection.ALL)) {
            // What was read while it ran may have changed since: only a second look that finds nothing vouches for it,
            // and only for what both hashes saw before that look.
            Optional<String> print = fingerprint(looked.source(), run.session());
            if (print.isPresent()) {
                String history = memory.history();
                if (unchanged(engine, run, print.equals(looked.before()))) {
                    memory.remember(print.get(), history, progressed.warnings(), run.id());
                }
            }
        }
        return Outcome.done(migrated, Summary.forward(request.selection()).of(migrated, progressed.tagged()));
    }

    private static boolean unchanged(ChangelogEngine engine, RunContext run, boolean sameFiles) {
        Plan again = sameFiles ? engine.planAgain(run.session()) : engine.plan(run.session(), Selection.ALL, false);
        return again.settled() && again.pending().isEmpty();
    }

    private Optional<Outcome<Migrated>> nothingToDo(
            String run, Session session, Optional<String> print, MigrateRequest request) {
        if (!request.selection().equals(Selection.ALL) || request.tag().isPresent()) {
            return Optional.empty();
        }
        Ledger ledger = new Ledger(session, surroundings.clock());
        UpToDate known = new UpToDate(session, ledger);
        return print.flatMap(known::recall).map(memory -> {
            memory.warnings().forEach(surroundings.journal()::warn);
            settings.protectedBy().ifPresent(reason -> new Protection(ledger).mark(reason, run));
            Migrated migrated = new Migrated(run, List.of(), memory.applied(), memory.warnings());
            return Outcome.done(migrated, Summary.forward(Selection.ALL).of(migrated));
        });
    }

    /** Takes changesets back. */
    public Outcome<Migrated> rollback(RollbackRequest request) {
        ChangelogSource source = source();
        Runs runs = new Runs(database, surroundings);
        try (Session session = new Opening(database, surroundings, request.waitForDatabase(), request.lockWait())
                .write(runs.sessionName("rollback"))) {
            passPooler(session);
            Tracking tracking = tracking(session, source);
            RunRequest recorded = new RunRequest(
                    "rollback", subject(request.selection()), Optional.of(lock(tracking)), request.lockWait());
            return runs.execute(session, recorded, run -> {
                new UpToDate(session, run.ledger()).forget();
                Progressed progressed =
                        engines.apply(source).rollback(run, request.selection(), request.shown(), request.lockWait());
                Migrated migrated = migrated(run, tracking, progressed);
                return progressed
                        .failure()
                        .map(failure -> Outcome.failed(migrated, failure))
                        .orElseGet(() -> Outcome.done(migrated, Summary.BACK.of(migrated)));
            });
        }
    }

    private static String subject(Selection back) {
        return back.toTag()
                .map(tag -> "to " + tag)
                .orElseGet(() -> "count " + back.count().orElse(0));
    }

    /** Compares the changelog with the database; writes nothing, creates nothing. */
    public Plan plan(Selection selection, boolean withSql, Duration waitForDatabase, Duration lockWait) {
        ChangelogSource source = source();
        return reading(
                "status",
                waitForDatabase,
                lockWait,
                session -> engines.apply(source).plan(session, selection, withSql));
    }

    /** Lists what a rollback would take back, newest first; writes nothing. */
    public Plan rollbackPlan(Selection back, Duration waitForDatabase, Duration lockWait) {
        ChangelogSource source = source();
        return reading(
                "rollback",
                waitForDatabase,
                lockWait,
                session -> engines.apply(source).rollbackPlan(session, back));
    }

    /**
     * Frees the lock row of plain Liquibase; the outcome says whose it was, empty when it had become free.
     *
     * @param shown who is to lose it, as {@link #lockHolder} returned it
     * @throws OneoffException REFUSED when somebody else holds it by now
     */
    public Outcome<Optional<String>> unlock(String shown, Duration lockWait) {
        ChangelogSource source = source();
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).write(runs.sessionName("unlock"))) {
            passPooler(session);
            Tracking tracking = tracking(session, source);
            RunRequest recorded = new RunRequest("unlock", "", Optional.of(lock(tracking)), lockWait);
            return runs.execute(session, recorded, run -> {
                ChangelogEngine engine = engines.apply(source);
                if (engine.freeForeignLock(session, tracking, shown)) {
                    return Outcome.done(Optional.of(shown), "freed the lock of " + shown);
                }
                engine.foreignLock(session, tracking).ifPresent(other -> {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "The lock has changed hands: it was held by " + shown + ", now by " + other + ".",
                            "Nothing was changed. Look again: oneoff unlock");
                });
                return Outcome.done(Optional.empty(), "nothing to do: no lock");
            });
        }
    }

    /** Returns who holds the lock row of plain Liquibase; writes nothing. */
    public Optional<String> lockHolder(Duration lockWait) {
        ChangelogSource source = source();
        return reading(
                "unlock",
                Duration.ZERO,
                lockWait,
                session -> engines.apply(source).foreignLock(session, tracking(session, source)));
    }

    private <T> T reading(String command, Duration waitForDatabase, Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, waitForDatabase, lockWait).read(runs.sessionName(command))) {
            session.requireSchema();
            return work.apply(session);
        }
    }

    private ChangelogSource source() {
        return ChangelogSource.find(settings.app(), settings.migrate());
    }

    /** Returns where the history lies; asks Liquibase only where a setting of it may say so. */
    private Tracking tracking(Session session, ChangelogSource source) {
        session.requireSchema();
        return EngineSettings.of(environment).moveTracking()
                ? engines.apply(source).tracking(session)
                : Tracking.usual(session.schema());
    }

    // In the session's own schema for the sake of the ledger, in the history's so that nobody else works on it.
    private static LockName lock(Tracking tracking) {
        return LockName.MIGRATE.alsoIn(tracking.schema().name());
    }

    private Optional<String> fingerprint(ChangelogSource source, Session session) {
        session.requireSchema();
        return Fingerprint.of(
                source,
                settings.migrate(),
                environment,
                List.of(
                        surroundings.origin().toolVersion(),
                        session.serverVersion(),
                        session.schema(),
                        // A full run marks the database where the environment says production.
                        settings.protectedBy().orElse("")));
    }

    private void passPooler(Session session) {
        new Pooler(database.address().host(), settings.allowPooler()).pass(session);
    }

    private static Migrated migrated(RunContext run, Tracking tracking, Progressed progressed) {
        long applied = run.session().alive()
                ? run.session()
                        .listIfThere(
                                Sql.of("SELECT count(*) FROM "
                                        + tracking.history().quoted()),
                                row -> row.number(1))
                        .flatMap(rows -> rows.stream().findFirst())
                        .orElse(0L)
                : 0;
        return new Migrated(run.id(), progressed.steps(), applied, progressed.warnings());
    }
}
