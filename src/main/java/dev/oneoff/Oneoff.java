package dev.oneoff;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Secret;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Applied;
import dev.oneoff.datafix.ApplyRequest;
import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.Meant;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.health.Health;
import dev.oneoff.health.HealthCheck;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.Origin;
import dev.oneoff.ledger.Protection;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.StepRow;
import dev.oneoff.lock.Pause;
import dev.oneoff.migrate.MigrateRequest;
import dev.oneoff.migrate.Migrated;
import dev.oneoff.migrate.Migrations;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.RollbackRequest;
import dev.oneoff.migrate.Selection;
import dev.oneoff.migrate.liquibase.LiquibaseEngine;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.History;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import dev.oneoff.transfer.Imports;
import dev.oneoff.transfer.export.Exports;
import dev.oneoff.transfer.export.mask.MaskKey;
import dev.oneoff.transfer.undo.Undos;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Everything an operator can ask, for code and for the command line alike. Each method opens its own connection and closes
 * it; failures are {@link dev.oneoff.failure.OneoffException}, or stand in the {@link Outcome} where something was done
 * before. Not for several threads at once.
 *
 * <pre>{@code
 * Environment environment = Environment.system();
 * Oneoff oneoff = Oneoff.of(environment, Settings.load(environment, Flags.none()));
 * Outcome<Migrated> outcome = oneoff.migrate(new MigrateRequest(
 *         Selection.ALL, Optional.empty(), Duration.ZERO, Duration.ofMinutes(5)));
 * }</pre>
 */
public final class Oneoff {

    private final Database database;
    private final Surroundings surroundings;
    private final Migrations migrations;
    private final DataFixes dataFixes;
    private final Imports imports;
    private final Undos undos;
    private final Exports exports;

    /**
     * Makes it from its parts: for tests that hand in their own clock or connections.
     *
     * @param database the one database of this process
     */
    public Oneoff(Environment environment, Settings settings, Database database, Surroundings surroundings) {
        this.database = database;
        this.surroundings = surroundings;
        this.dataFixes = new DataFixes(settings, database, surroundings, new ClassFixes());
        this.imports = new Imports(settings, database, surroundings, dataFixes::purgeBeside);
        this.undos = new Undos(settings, database, surroundings);
        this.exports = new Exports(
                database,
                surroundings,
                environment
                        .variable(MaskKey.VARIABLE)
                        .filter(key -> !key.isBlank())
                        .map(Secret::of));
        this.migrations = new Migrations(
                settings,
                environment,
                database,
                surroundings,
                source -> new LiquibaseEngine(source, settings.migrate()));
    }

    /** Makes it for these settings, with the system's clock and a cancellation nobody asks. */
    public static Oneoff of(Environment environment, Settings settings) {
        return of(environment, settings, new Cancellation());
    }

    /** Makes it for these settings, with the system's clock. */
    public static Oneoff of(Environment environment, Settings settings, Cancellation cancellation) {
        return of(environment, settings, cancellation, Journal.open());
    }

    /** Makes it for these settings, with the system's clock and the caller's own journal. */
    public static Oneoff of(Environment environment, Settings settings, Cancellation cancellation, Journal journal) {
        Origin origin = new Origin(
                settings.actor().name(),
                settings.actor().source(),
                settings.release().id(),
                settings.release().source(),
                settings.ticket(),
                BuildInfo.read().version());
        Surroundings surroundings =
                new Surroundings(Clock.systemUTC(), Pause.SLEEP, new SplittableRandom(), origin, journal, cancellation);
        return new Oneoff(environment, settings, new Database(settings.database()), surroundings);
    }

    /** Applies pending changesets. */
    public Outcome<Migrated> migrate(MigrateRequest request) {
        return migrations.migrate(request);
    }

    /**
     * Applies pending changesets, then the data fixes that say {@code phase: release}. The outcome's failure is that of the
     * changesets, or of the first fix that did not succeed.
     *
     * @param fixes of {@link ApplyRequest#release}
     * @param confirmed what {@link DataFixes#meant} has returned for them: nothing else is run
     */
    public Outcome<Released> migrate(MigrateRequest request, ApplyRequest fixes, List<Meant> confirmed) {
        Outcome<Migrated> migrated = migrate(request);
        if (migrated.failure().isPresent()) {
            return Outcome.failed(
                    new Released(migrated.value(), List.of()),
                    migrated.failure().get());
        }
        surroundings.journal().say(migrated.summary());
        try {
            Outcome<List<Applied>> applied = dataFixes.apply(fixes, confirmed);
            Released released = new Released(migrated.value(), applied.value());
            return applied.failure()
                    .map(failure -> Outcome.failed(released, failure))
                    .orElseGet(() -> Outcome.done(
                            released,
                            migrated.summary() + (applied.value().isEmpty() ? "" : "; " + applied.summary())));
        } catch (OneoffException e) {
            return Outcome.failed(new Released(migrated.value(), List.of()), e.failure());
        }
    }

    /** Takes changesets back, newest first. */
    public Outcome<Migrated> rollback(RollbackRequest request) {
        return migrations.rollback(request);
    }

    /** Compares the changelog with the database; writes nothing. */
    public Plan plan(Selection selection, boolean withSql, Duration waitForDatabase, Duration lockWait) {
        return migrations.plan(selection, withSql, waitForDatabase, lockWait);
    }

    /** Lists what a rollback would take back, newest first; writes nothing. */
    public Plan rollbackPlan(Selection back, Duration waitForDatabase, Duration lockWait) {
        return migrations.rollbackPlan(back, waitForDatabase, lockWait);
    }

    /** Returns everything about data fixes. */
    public DataFixes dataFixes() {
        return dataFixes;
    }

    /** Returns everything about importing files. */
    public Imports imports() {
        return imports;
    }

    /** Returns everything about taking imports back. */
    public Undos undos() {
        return undos;
    }

    /** Returns everything about exporting tables. */
    public Exports exports() {
        return exports;
    }

    /** Returns who holds the lock row of plain Liquibase; empty when it is free. */
    public Optional<String> lockHolder(Duration lockWait) {
        return migrations.lockHolder(lockWait);
    }

    /**
     * Frees the lock row of plain Liquibase; the outcome says whose it was.
     *
     * @param shown who is to lose it, as {@link #lockHolder} returned it; somebody else does not
     */
    public Outcome<Optional<String>> unlock(String shown, Duration lockWait) {
        return migrations.unlock(shown, lockWait);
    }

    /** Returns the latest runs, newest first, each as it is: lost when its process is gone; writes nothing. */
    public List<RunRow> history(int limit, Duration lockWait) {
        return reading(
                "history", lockWait, session -> new History(session, database, surroundings.clock()).recent(limit));
    }

    /** Returns one run; empty when the ledger does not have it. */
    public Optional<RunRow> run(String id, Duration lockWait) {
        return reading("history", lockWait, session -> new History(session, database, surroundings.clock()).find(id));
    }

    /** Returns a run's steps in order. */
    public List<StepRow> steps(String run, Duration lockWait) {
        return reading("history", lockWait, session -> new Ledger(session, surroundings.clock()).steps(run));
    }

    /** Returns why the database is marked as production's; empty when it is not. */
    public Optional<String> protection(Duration lockWait) {
        return reading(
                "protect", lockWait, session -> new Protection(new Ledger(session, surroundings.clock())).reason());
    }

    /** Marks the database as production's, or takes the mark away. */
    public Outcome<Boolean> protect(boolean on, Duration lockWait) {
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).write(runs.sessionName("protect"))) {
            return runs.execute(session, RunRequest.of("protect", on ? "on" : "off"), run -> {
                Protection protection = new Protection(run.ledger());
                if (on) {
                    protection.mark("protect on", run.id());
                } else {
                    protection.remove();
                }
                return Outcome.done(on, on ? "protected from here on" : "no longer protected");
            });
        }
    }

    /** Looks whether the database answers and what is pending; writes nothing. */
    public Health health(Duration waitForDatabase) {
        return new HealthCheck(database, surroundings)
                .look(
                        waitForDatabase,
                        () -> migrations
                                .plan(Selection.ALL, false, Duration.ZERO, Duration.ZERO)
                                .pending()
                                .size());
    }

    private <T> T reading(String command, Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).read(runs.sessionName(command))) {
            return work.apply(session);
        }
    }
}
