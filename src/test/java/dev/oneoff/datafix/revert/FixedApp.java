package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.datafix.ApplyRequest;
import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.FixStatus;
import dev.oneoff.datafix.RevertRequest;
import dev.oneoff.datafix.Reverted;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.FixesInProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An application with one fix, {@code fix}, within this process. */
record FixedApp(Path folder, TestDatabase database) {

    private static final Duration WAIT = Duration.ofSeconds(10);

    /** Writes the fix and applies it; then its file is gone. */
    void apply(String script) throws IOException {
        Path file = folder.resolve("datafixes").resolve("fix.sql");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "-- fix: why\n" + script);
        ApplyRequest request = ApplyRequest.of(List.of("fix"), WAIT);
        Outcome<?> outcome = fixes().apply(request, fixes().meant(request));
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
        return FixesInProcess.of(folder, database, Clock.systemUTC());
    }

    static FixedApp onPostgres(Path folder) {
        try {
            return new FixedApp(folder, TestDatabase.create());
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    static FixedApp onH2(Path folder) {
        return new FixedApp(folder, TestDatabase.h2(folder));
    }
}
