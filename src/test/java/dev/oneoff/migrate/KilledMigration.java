package dev.oneoff.migrate;

import dev.oneoff.Oneoff;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.database.dialect.Dialects;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A migration in a process of its own that halts at its n-th JDBC call: arguments url, folder, n, before or after. */
final class KilledMigration {

    static final int KILLED = 137;

    static {
        // What hundreds of migrations say is of no use to anybody; read when the logger is made.
        System.setProperty("org.slf4j.simpleLogger.log.oneoff", "off");
    }

    private KilledMigration() {}

    public static void main(String[] args) {
        Halt halt = new Halt(Integer.parseInt(args[2]), args[3].equals("before"));
        Outcome<Migrated> outcome = migrate(args[0], Path.of(args[1]), real -> new DyingDialect(real, halt));
        System.exit(outcome.exitCode());
    }

    /** Runs {@link #main} in a process of its own; returns its exit code. */
    static int halted(String url, Path folder, int call, String when) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledMigration.class.getName(),
                        url,
                        folder.toString(),
                        Integer.toString(call),
                        when)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Migrates through the façade, in this process. */
    static Outcome<Migrated> migrate(String url, Path folder, UnaryOperator<Dialect> dialect) {
        return migrate(environment(url, folder), Flags.none(), dialect);
    }

    static Outcome<Migrated> migrate(Environment environment, Flags flags, UnaryOperator<Dialect> dialect) {
        return oneoff(environment, flags, dialect).migrate(request(Selection.ALL));
    }

    /** Takes the newest changesets back, in this process. */
    static Outcome<Migrated> rollback(String url, Path folder, int count, UnaryOperator<Dialect> dialect) {
        return oneoff(environment(url, folder), Flags.none(), dialect)
                .rollback(request(new Selection(Optional.empty(), Optional.of(count))));
    }

    private static MigrateRequest request(Selection selection) {
        return new MigrateRequest(selection, Optional.empty(), Duration.ZERO, Duration.ofSeconds(10));
    }

    private static Environment environment(String url, Path folder) {
        return new Environment(Map.of("DATABASE_URL", url), Map.of("user.name", "tester"), folder, Optional.empty());
    }

    private static Oneoff oneoff(Environment environment, Flags flags, UnaryOperator<Dialect> dialect) {
        Settings settings = Settings.load(environment, flags);
        Database database = new Database(settings.database(), dialect.apply(Dialects.of(settings.database())));
        Surroundings surroundings = new Surroundings(
                Clock.systemUTC(),
                Pause.SLEEP,
                new Random(),
                new Origin("tester", "test", "r1", "test", Optional.empty(), "test"),
                Journal.open(),
                new Cancellation());
        return new Oneoff(environment, settings, database, surroundings);
    }

    /** SIGKILL, as near as a process can do it to itself: no hook, no finally. */
    private static final class Halt implements DyingDialect.Death {
        private final int last;
        private final boolean before;
        private int calls;

        Halt(int last, boolean before) {
            this.last = last;
            this.before = before;
        }

        @Override
        public void before(Connection connection, String call) {
            calls++;
            if (before && calls == last) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        @Override
        public void after(Connection connection) {
            if (!before && calls == last) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
