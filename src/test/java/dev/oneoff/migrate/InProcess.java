package dev.oneoff.migrate;

import dev.oneoff.Oneoff;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.database.dialect.Dialects;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The façade within this process, which is faster than a launcher: each call opens and closes its own connection. */
record InProcess(Environment environment, Flags flags, UnaryOperator<Dialect> dialect, Cancellation cancellation) {

    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    static {
        // What hundreds of migrations say is of no use to anybody; read when the logger is made.
        System.setProperty("org.slf4j.simpleLogger.log.oneoff", "off");
    }

    static InProcess of(SampleApp app) {
        return of(app.database().url(), app.folder());
    }

    static InProcess of(String url, Path folder) {
        Environment environment =
                new Environment(Map.of("DATABASE_URL", url), Map.of("user.name", "tester"), folder, Optional.empty());
        return new InProcess(environment, Flags.none(), real -> real, new Cancellation());
    }

    InProcess with(UnaryOperator<Dialect> other) {
        return new InProcess(environment, flags, other, cancellation);
    }

    /** Returns it with one more system property, as the product sees them; Liquibase itself reads the real ones. */
    InProcess properties(String name, String value) {
        Map<String, String> more = new HashMap<>(environment.properties());
        more.put(name, value);
        Environment other =
                new Environment(environment.variables(), more, environment.workingFolder(), environment.home());
        return new InProcess(other, flags, dialect, cancellation);
    }

    InProcess contexts(String contexts) {
        return chosen(Optional.of(contexts), flags.labels());
    }

    InProcess labels(String labels) {
        return chosen(flags.contexts(), Optional.of(labels));
    }

    private InProcess chosen(Optional<String> contexts, Optional<String> labels) {
        Flags other = new Flags(Optional.empty(), Optional.empty(), Optional.empty(), false, contexts, labels);
        return new InProcess(environment, other, dialect, cancellation);
    }

    Oneoff oneoff() {
        Settings settings = Settings.load(environment, flags);
        Database database = new Database(settings.database(), dialect.apply(Dialects.of(settings.database())));
        Surroundings surroundings = new Surroundings(
                Clock.systemUTC(),
                Pause.SLEEP,
                new Random(),
                new Origin("tester", "test", "r1", "test", Optional.empty(), "test"),
                Journal.open(),
                cancellation);
        return new Oneoff(environment, settings, database, surroundings);
    }

    Outcome<Migrated> migrate() {
        return migrate(Optional.empty());
    }

    Outcome<Migrated> migrate(Optional<String> tag) {
        return oneoff().migrate(new MigrateRequest(Selection.ALL, tag, Duration.ZERO, LOCK_WAIT));
    }

    Plan rollbackPlan(Selection back) {
        return oneoff().rollbackPlan(back, Duration.ZERO, LOCK_WAIT);
    }

    Outcome<Migrated> rollback(Selection back) {
        return oneoff().rollback(new RollbackRequest(back, Optional.empty(), Duration.ZERO, LOCK_WAIT));
    }

    Outcome<Migrated> rollback(Selection back, Plan shown) {
        return oneoff().rollback(new RollbackRequest(back, Optional.of(shown), Duration.ZERO, LOCK_WAIT));
    }

    /** Returns how it failed, thrown or in its outcome; fails itself when it did not. */
    static Failure failure(Supplier<? extends Outcome<?>> work) {
        try {
            return work.get().failure().orElseThrow();
        } catch (OneoffException e) {
            return e.failure();
        }
    }
}
