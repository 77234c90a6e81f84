package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.AdvisoryLock;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixes that wait and slow down for others, through the launcher. */
@Execution(ExecutionMode.CONCURRENT)
class PaceIT {

    private static final String BUSY = "SELECT busy FROM load";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SPELLS = "SELECT name, state, finished_at IS NULL FROM oneoff_step"
            + " WHERE name <> 'pace: own speed' ORDER BY position";
    private static final String LOCK_TABLE = "LOCK TABLE item IN SHARE MODE";
    private static final String LEFT = "SELECT count(*) FROM item WHERE state = 'wrong'";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void table() throws IOException, SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database).fix("1_slow", "UPDATE item SET state = 'right' WHERE state = 'wrong';");
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, state text NOT NULL) WITH (autovacuum_enabled = false)",
                "INSERT INTO item SELECT g, 'wrong' FROM generate_series(1, 1000) AS g",
                "CREATE TABLE load (busy bool)",
                "INSERT INTO load VALUES (true)");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private void awaitSpell(String spell) throws SQLException {
        app.await("SELECT to_regclass('oneoff_step') IS NOT NULL", "t");
        app.await(SPELLS, spell);
    }

    @Test
    void aThrottleQueryThatIsTrueHoldsItBeforeTheFirstBatchAndItLives() throws IOException, SQLException {
        slow();
        Files.writeString(folder.resolve("oneoff.yaml"), "datafix:\n  throttle: " + BUSY + "\n");
        try (RunningProcess process = app.start("datafix", "apply")) {
            awaitSpell("pace: the throttle query | waited | t");
            assertThat(app.run(0, "datafix", "show", "slow").stdout()).contains("waits: the throttle query says so");
            String lease =
                    app.query("SELECT max(lease_until) FROM oneoff_fix_chunk").get(0);
            app.await("SELECT max(lease_until) > '" + lease + "' FROM oneoff_fix_chunk", "t");
            assertThat(app.query(LEFT)).containsExactly("1000");
            database.execute("UPDATE load SET busy = false");
            app.await("SELECT state, coalesce(reason, 'no reason') FROM oneoff_fix", "running | no reason");
            ProcessResult result = process.await(LONG);

            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(result.stdout()).containsOnlyOnce("fix 1_slow waits: the throttle query says so");
            assertThat(result.stdout().lines())
                    .filteredOn(line -> line.matches(".*fix 1_slow: over after \\d+ s: the throttle query .*"))
                    .hasSize(1);
        }
        assertThat(app.query(LEFT)).containsExactly("0");
        assertThat(app.query(SPELLS)).containsExactly("pace: the throttle query | waited | f");
        assertThat(app.query("SELECT reason FROM oneoff_fix")).containsExactly("NULL");
        String run = app.query("SELECT run_id FROM oneoff_step").get(0);
        assertThat(app.run(0, "history", run).stdout())
                .contains("waited", "pace: the throttle query", "the throttle query says so");
    }

    @Test
    void aSignalEndsAWaitAndItGoesOnLater() throws SQLException {
        try (RunningProcess process = app.start("datafix", "apply", "--throttle", BUSY)) {
            awaitSpell("pace: the throttle query | waited | t");
            process.terminate();
            assertThat(process.await(LONG).exitCode()).isEqualTo(143);
        }
        assertThat(app.query(SPELLS)).containsExactly("pace: the throttle query | waited | f");
        app.run(0, "datafix", "apply");
        assertThat(app.query(LEFT)).containsExactly("0");
    }

    @Test
    void aPauseEndsAWait() throws SQLException {
        try (RunningProcess process = app.start("datafix", "apply", "--throttle", BUSY)) {
            awaitSpell("pace: the throttle query | waited | t");
            app.run(0, "datafix", "pause", "slow");
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(21);
            assertThat(result.stderr()).contains("it was paused by somebody else");
        }
    }

    @Test
    void theTimeOfAFixGoesOnWhileItWaits() throws IOException {
        app.fix("1_slow", "-- max_runtime: 2s\nUPDATE item SET state = 'right' WHERE state = 'wrong';");
        app.run(33, "datafix", "apply", "--throttle", BUSY);
    }

    @Test
    void whatIsNoThrottleQueryIsRefusedBeforeAnythingIsWritten() throws SQLException {
        assertThat(app.run(2, "datafix", "apply", "--throttle", "SELECT 1").stderr())
                .contains("--throttle returns int4, not one boolean");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix")).containsExactly("0");
        assertThat(app.run(2, "datafix", "list", "--vacuum").stderr()).contains("are for apply");
    }

    @Test
    void aSessionThatWaitsForABatchSlowsItDown() throws SQLException {
        slow();
        app.waitAtLock("UPDATE ON item", "NEW.id = 500");
        try (AdvisoryLock row = AdvisoryLock.of(database, 1);
                RunningProcess process = app.start("datafix", "apply", "--pace", "full")) {
            app.awaitSessionAtLock();
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(this::lockTable, task -> new Thread(task).start());
            awaitLookAtWaitingSession();
            row.release();
            other.join();
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(result.stdout()).contains("fix 1_slow slows down: a session waits for its locks");
        }
        assertThat(app.query(LEFT)).containsExactly("0");
    }

    private void lockTable() {
        try {
            database.execute("BEGIN", LOCK_TABLE, "COMMIT");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLookAtWaitingSession() throws SQLException {
        String sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()";
        app.await(sessions + " AND wait_event_type = 'Lock' AND query = '" + LOCK_TABLE + "'", "1");
        String since = app.query("SELECT clock_timestamp()").get(0);
        app.await(
                sessions + " AND application_name LIKE 'oneoff watch/%' AND query LIKE '%pg_blocking_pids%'"
                        + " AND state = 'idle' AND query_start > '" + since + "'",
                "1");
    }

    /** At the full pace a fix that changes most rows leaves as many dead ones, however long it takes. */
    @ParameterizedTest
    @CsvSource({"steady, 1", "full, 0"})
    void deadRowsSlowItDownButAtTheFullPace(String pace, String spells) throws SQLException {
        slow();
        manyDeadRows();
        // Asked for, it is known before the first batch; the dead rows, which are read before it, are then, too.
        app.launch(0, "datafix", "apply", "--pace", pace, "--throttle", "SELECT false");

        assertThat(app.query("SELECT count(*) FROM oneoff_step WHERE name = 'pace: dead rows of public.item'"
                        + " AND state = 'slowed'"))
                .containsExactly(spells);
        assertThat(app.query(LEFT)).containsExactly("0");
    }

    /** Leaves four hundred wrong rows, and dead ones that the server has counted before the fix begins. */
    private void manyDeadRows() throws SQLException {
        database.execute(
                "INSERT INTO item SELECT g, 'gone' FROM generate_series(1001, 70000) AS g",
                "DELETE FROM item WHERE id > 400");
        app.await("SELECT n_dead_tup > 60000 FROM pg_stat_user_tables WHERE relname = 'item'", "t");
    }

    /** Each row takes three milliseconds. */
    private void slow() throws SQLException {
        database.execute(
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.003); RETURN NEW; END'",
                "CREATE TRIGGER wait BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION wait()");
    }

    @Test
    void aFollowerThatDoesNotShowTheHeartbeatHoldsIt() throws SQLException {
        String seen =
                "SELECT count(*) FROM oneoff_step WHERE name = 'pace: the follower 127.0.0.1' AND state = 'waited'";
        try (TestDatabase follower = TestDatabase.create()) {
            FixApp followed = app.with("FOLLOWER_URL", follower.url());
            try (RunningProcess process = followed.start("datafix", "apply", "--throttle", BUSY)) {
                awaitSpell("pace: the throttle query | waited | t");
                app.await(seen, "1");
                database.execute("UPDATE load SET busy = false");
                app.await("SELECT count(*) FROM oneoff_step WHERE finished_at IS NOT NULL", "1");
                assertThat(app.query(LEFT)).containsExactly("1000");
                follower.execute(
                        "CREATE TABLE oneoff_fix_chunk (fix_id text, generation int, lease_until timestamptz)",
                        "INSERT INTO oneoff_fix_chunk VALUES ('1_slow', 1, now() + INTERVAL '1 day')");
                ProcessResult result = process.await(LONG);
                assertThat(result.exitCode()).as("%s", result).isZero();
                assertThat(result.stdout()).containsPattern("waits: the follower 127.0.0.1 is \\d+ s behind");
            }
        }
        assertThat(app.query(LEFT)).containsExactly("0");
    }

    @Test
    void theTableIsVacuumedBetweenBatchesWhenAskedFor() throws SQLException {
        slow();
        manyDeadRows();
        ProcessResult result = app.launch(0, "datafix", "apply", "--vacuum", "--pace", "gentle");

        assertThat(result.stdout()).contains("waits: VACUUM of public.item, which has ");
        // Before PostgreSQL 15 the server counts a little later.
        app.await("SELECT vacuum_count > 0 FROM pg_stat_user_tables WHERE relname = 'item'", "t");
        assertThat(app.query("SELECT DISTINCT name, state FROM oneoff_step WHERE name LIKE '%acuum%'"))
                .containsExactly("pace: vacuum of public.item | waited");
    }
}
