package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.failure.Failure;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Surroundings;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An application's folder with data fixes and its database, and oneoff within this process. */
record NearApp(Path folder, TestDatabase database, String url) {

    static NearApp in(Path folder, TestDatabase database) {
        return new NearApp(folder, database, database.url());
    }

    /** Returns the same application under another role. */
    NearApp as(String otherUrl) {
        return new NearApp(folder, database, otherUrl);
    }

    /** Writes a script; the reason is added. */
    NearApp fix(String id, String text) throws IOException {
        return file("datafixes/" + id + ".sql", "-- fix: a test\n" + text + "\n");
    }

    /** Writes a file. */
    NearApp file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    ProcessResult run(int exitCode, String... arguments) {
        ProcessResult result = new InProcess(folder, Map.of("DATABASE_URL", url)).run(arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    /** Applies what a request names by a clock, and returns why it ended before its end. */
    Optional<Failure> apply(ApplyRequest request, Clock clock) {
        Outcome<List<Applied>> outcome =
                fixes(clock).apply(request, fixes(clock).meant(request));
        return outcome.failure();
    }

    private DataFixes fixes(Clock clock) {
        Environment environment =
                new Environment(Map.of("DATABASE_URL", url), Map.of("user.name", "tester"), folder, Optional.empty());
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

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }
}
