package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.datafix.ApplyRequest;
import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.FixStatus;
import dev.oneoff.datafix.Pacing;
import dev.oneoff.datafix.RevertRequest;
import dev.oneoff.datafix.Reverted;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Origin;
import dev.oneoff.lock.Pause;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Surroundings;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** An application with one fix, {@code fix}, within this process. */
record FixedApp(Path folder, TestDatabase database) {

    static {
        // What they say is of no use to anybody here; read when the logger is made.
        System.setProperty("org.slf4j.simpleLogger.log.oneoff", "off");
    }

    private static final Duration WAIT = Duration.ofSeconds(10);

    /** Writes the fix and applies it; then its file is gone. */
    void apply(String script) throws IOException {
        Path file = folder.resolve("datafixes").resolve("fix.sql");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "-- fix: why\n" + script);
        Outcome<?> outcome = fixes().apply(new ApplyRequest(
                List.of("fix"), false, false, OptionalLong.empty(), WAIT, Map.of(), Pacing.STANDARD));
        assertThat(outcome.failure()).isEmpty();
        Files.delete(file);
    }

    Reverted revert(Mode mode) {
        Outcome<Reverted> outcome = fixes().revert(new RevertRequest("fix", mode, WAIT));
        assertThat(outcome.failure()).isEmpty();
        return outcome.value();
    }

    Failure refused(Mode mode) {
        try {
            return fixes().revert(new RevertRequest("fix", mode, WAIT))
                    .failure()
                    .orElseThrow();
        } catch (OneoffException e) {
            return e.failure();
        }
    }

    Reverted preview() {
        return fixes().revertPreview(new RevertRequest("fix", Mode.SKIP, WAIT));
    }

    FixStatus show() {
        return fixes().show("fix", WAIT);
    }

    /** Returns the conflicts as {@code statement key column kind found}. */
    List<String> conflicts() {
        return show().conflicts().first().stream()
                .map(conflict -> conflict.step() + " " + String.join(",", conflict.key()) + " "
                        + conflict.column().orElse("-") + " " + conflict.kind() + " "
                        + conflict.found().orElse("-"))
                .toList();
    }

    void execute(String... statements) throws SQLException {
        database.execute(statements);
    }

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }

    private DataFixes fixes() {
        Environment environment = new Environment(
                Map.of("DATABASE_URL", database.url()), Map.of("user.name", "tester"), folder, Optional.empty());
        Settings settings = Settings.load(environment, Flags.none());
        Surroundings surroundings = new Surroundings(
                Clock.systemUTC(),
                Pause.SLEEP,
                new Random(),
                new Origin("tester", "test", "r1", "test", Optional.empty(), "test"),
                Journal.open(),
                new Cancellation());
        return new DataFixes(settings, new Database(settings.database()), surroundings);
    }

    static FixedApp in(Path folder) {
        try {
            return new FixedApp(folder, TestDatabase.create());
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
