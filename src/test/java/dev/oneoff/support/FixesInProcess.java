package dev.oneoff.support;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.datafix.DataFixes;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Data fixes within this process, which is faster than a launcher by half a second: for what a test is not about. */
public final class FixesInProcess {

    static {
        // What they say is of no use to anybody here; read when the logger is made.
        System.setProperty("org.slf4j.simpleLogger.log.oneoff", "off");
    }

    private FixesInProcess() {}

    /** Returns those of an application's folder, on its database, by a clock. */
    public static DataFixes of(Path folder, TestDatabase database, Clock clock) {
        Environment environment = new Environment(
                Map.of("DATABASE_URL", database.url()), Map.of("user.name", "tester"), folder, Optional.empty());
        Settings settings = Settings.load(environment, Flags.none());
        Surroundings surroundings = new Surroundings(
                clock,
                Pause.SLEEP,
                new Random(),
                new Origin("tester", "test", "r1", "test", Optional.empty(), "test"),
                Journal.open(),
                new Cancellation());
        return new DataFixes(settings, new Database(settings.database()), surroundings);
    }
}
