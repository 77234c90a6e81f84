package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launchers that are stopped or killed while a statement runs at the server. */
@Execution(ExecutionMode.CONCURRENT)
class StoppedIT extends WithSampleApp {

    private static final String ROW = "CREATE TABLE work (n int);\nINSERT INTO work VALUES (1);\n";
    private static final String SLEEP = "SELECT pg_sleep(60);";
    // A process that had to end itself, since nothing else did, would not say that it was stopped.
    private static final Duration PROMPTLY = Duration.ofSeconds(20);

    @BeforeEach
    void begin() throws IOException, SQLException {
        app.changeset("1-first", "CREATE TABLE first (n int);").changeset("2-work", ROW + SLEEP);
    }

    @Test
    void aKilledRunsLockGoesWithItsSessionAndNothingOfItIsLeft() throws IOException, SQLException {
        try (RunningProcess first = app.start("migrate")) {
            app.awaitStatement("pg_sleep(60)");
            try (RunningProcess second = app.start("migrate", "--lock-wait", "30s")) {
                String waiting = second.awaitLine("waiting up to");
                assertThat(waiting).matches(".*held by oneoff/[0-9a-z-]+/migrate \\(pid [0-9]+, from 127.0.0.1.*");
                app.changeset("2-work", ROW);
                app.kill(first, "pg_sleep(60)");

                ProcessResult result = second.await(Duration.ofSeconds(60));
                assertThat(result.exitCode()).as("%s", result).isZero();
                assertThat(result.stdout()).contains("an earlier migrate ended without a word", "applied 1 changeset");
            }
        }
        assertMigratedOnce();
        assertThat(app.query("SELECT state FROM oneoff_run ORDER BY started_at"))
                .containsExactly("lost", "succeeded", "succeeded");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalCancelsTheStatementAndTheNextRunGoesOn(String signal, int exitCode) throws IOException, SQLException {
        try (RunningProcess process = app.start("migrate")) {
            app.awaitStatement("pg_sleep(60)");
            stop(process, signal);
            ProcessResult result = process.await(PROMPTLY);

            assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
            assertThat(result.stderr()).contains("Stopped by SIG" + signal, "next: Run the same command again");
        }
        app.awaitNoSession();
        assertThat(app.query("SELECT to_regclass('work')")).containsExactly("NULL");
        assertThat(app.query("SELECT locked FROM databasechangeloglock")).containsExactly("f");
        assertThat(app.run(0, "history").stdout()).contains("interrupted", "Stopped by SIG" + signal);
        app.changeset("2-work", ROW);
        app.run(0, "migrate");
        assertMigratedOnce();
    }

    @Test
    void theAnswerInJsonIsWholeAfterASignal() throws IOException, SQLException {
        try (RunningProcess process = app.start("migrate", "--output", "json")) {
            app.awaitStatement("pg_sleep(60)");
            stop(process, "TERM");
            ProcessResult result = process.await(PROMPTLY);

            JsonNode answer = new ObjectMapper().readTree(result.stdout());
            assertThat(answer.at("/exit/code").asInt()).as("%s", result).isEqualTo(143);
            assertThat(answer.at("/exit/code").asInt()).isEqualTo(result.exitCode());
            assertThat(answer.at("/error/retry").asText()).isEqualTo("resume");
            assertThat(answer.at("/run").asText()).isNotEmpty();
        }
    }

    @Test
    void aSignalEndsTheWaitForAnotherRun() throws SQLException {
        try (RunningProcess first = app.start("migrate")) {
            app.awaitStatement("pg_sleep(60)");
            try (RunningProcess second = app.start("migrate")) {
                second.awaitLine("waiting up to");
                stop(second, "TERM");
                ProcessResult result = second.await(PROMPTLY);
                assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
                assertThat(result.stderr()).contains("Stopped by SIGTERM");
            }
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void aSignalEndsTheWaitForPlainLiquibase() throws SQLException {
        app.run(0, "migrate", "--count", "1");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'web-1 (10.0.0.7)'");
        try (RunningProcess process = app.start("migrate")) {
            process.awaitLine("web-1 (10.0.0.7)");
            stop(process, "TERM");
            ProcessResult result = process.await(PROMPTLY);

            assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
            assertThat(app.latestRun()).contains("interrupted");
            assertThat(app.query("SELECT lockedby FROM databasechangeloglock")).containsExactly("web-1 (10.0.0.7)");
        }
    }

    private void assertMigratedOnce() throws SQLException {
        app.assertSettled();
        assertThat(app.query("SELECT n FROM work")).containsExactly("1");
        assertThat(app.query("SELECT id FROM databasechangelog ORDER BY orderexecuted"))
                .containsExactly("1-first", "2-work");
    }

    private static void stop(RunningProcess process, String signal) {
        if (signal.equals("INT")) {
            process.interrupt();
        } else {
            process.terminate();
        }
    }
}
