package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.failure.Failure;
import dev.oneoff.support.FixesInProcess;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An application's folder with data fixes, its database, and oneoff in it: within this process where a test is about what
 * is said and done, as a process of its own where it is about processes, signals, streams and the log.
 */
record FixApp(Path folder, TestDatabase database, Launcher launcher) {

    static FixApp in(Path folder, TestDatabase database) {
        return new FixApp(
                folder,
                database,
                Launcher.dist().in(folder).env("DATABASE_URL", database.url()).env("USER", "tester"));
    }

    /** Returns the same application with another value of a variable. */
    FixApp with(String variable, String value) {
        return new FixApp(folder, database, launcher.env(variable, value));
    }

    /** Writes a script; the reason is added. */
    FixApp fix(String id, String text) throws IOException {
        return file("datafixes/" + id + ".sql", "-- fix: a test\n" + text + "\n");
    }

    /** Writes a file. */
    FixApp file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Applies what is pending within this process: where a test only needs that it was applied. */
    FixApp applied() {
        assertThat(apply(ApplyRequest.pending(Duration.ofSeconds(10)), Clock.systemUTC()))
                .isEmpty();
        return this;
    }

    /** Applies what a request names by a clock, within this process, and returns why it ended before its end. */
    Optional<Failure> apply(ApplyRequest request, Clock clock) {
        DataFixes fixes = FixesInProcess.of(folder, database, clock);
        return fixes.apply(request, fixes.meant(request)).failure();
    }

    /** Runs a command within this process; what it logs is not in the result. */
    ProcessResult run(int exitCode, String... arguments) {
        return ended(exitCode, new InProcess(folder, launcher.environment()).run(arguments), arguments);
    }

    /** Runs a command as a process. */
    ProcessResult launch(int exitCode, String... arguments) {
        return ended(exitCode, launcher.run(arguments), arguments);
    }

    private static ProcessResult ended(int exitCode, ProcessResult result, String... arguments) {
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    RunningProcess start(String... arguments) {
        return launcher.start(arguments);
    }

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }

    /** Polls until the query answers this; fails after half a minute. */
    void await(String sql, String row) throws SQLException {
        database.await(sql, row);
    }

    /** Waits until a fix is running and has committed so many batches. */
    void awaitBatches(int batches) throws SQLException {
        await("SELECT to_regclass('oneoff_fix_chunk') IS NOT NULL", "t");
        await("SELECT coalesce(sum(batches), 0) >= " + batches + " FROM oneoff_fix_chunk", "t");
    }

    /** The same for a fix that may be done before: where the batches are drawn by lot. */
    void awaitBatchesOrEnd(int batches) throws SQLException {
        await("SELECT to_regclass('oneoff_fix_chunk') IS NOT NULL", "t");
        await(
                "SELECT coalesce(sum(batches), 0) >= " + batches
                        + " OR EXISTS (SELECT FROM oneoff_fix WHERE state = 'succeeded') FROM oneoff_fix_chunk",
                "t");
    }

    /** Makes a change of a table, such as {@code UPDATE ON item}, wait for the advisory lock 1, which the test holds. */
    void waitAtLock(String change, String when) throws SQLException {
        database.execute(
                "CREATE FUNCTION wait_at_lock() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'",
                "CREATE TRIGGER wait_at_lock BEFORE " + change + " FOR EACH ROW WHEN (" + when
                        + ") EXECUTE FUNCTION wait_at_lock()");
    }

    /** Waits until a session waits for the advisory lock 1. */
    void awaitSessionAtLock() throws SQLException {
        await(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                "1");
    }

    /** Waits until no session is at work on a part. */
    void awaitNoWorker() throws SQLException {
        await(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'oneoff/%/w%/%'"
                        + " AND datname = current_database()",
                "0");
    }
}
