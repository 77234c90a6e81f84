package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.AdvisoryLock;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes with several sessions each on one fix: every row is changed once all the same. */
@Execution(ExecutionMode.CONCURRENT)
class WorkersIT {

    private static final int ROWS = 4_000;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String PLAIN = "UPDATE item SET state = 'right' WHERE state = 'wrong';";
    private static final String WORKLIST = """
            -- find
            SELECT id FROM item WHERE state = 'wrong'
            -- apply
            UPDATE item SET balance = balance + 1 WHERE id IN (:keys)""";
    private static final String STATE = "SELECT state FROM oneoff_fix";

    @TempDir
    private Path folder;

    private final List<RunningProcess> processes = new ArrayList<>();
    private TestDatabase database;
    private FixApp app;

    /**
     * Every change of a row leaves a line in seen, in the same transaction; each takes a millisecond. Those after the
     * first hundred wait for the advisory lock 2, if the test holds it: so the parts last until all processes have some.
     */
    @BeforeEach
    void slowTable() throws SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, state text NOT NULL, balance int NOT NULL DEFAULT 0)",
                "INSERT INTO item SELECT g, 'wrong' FROM generate_series(1, " + ROWS + ") AS g",
                "CREATE TABLE poison (id int NOT NULL)",
                "CREATE TABLE seen (id int NOT NULL)",
                """
                CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                    IF NEW.id > 100 THEN PERFORM pg_advisory_xact_lock_shared(2); END IF;
                    IF EXISTS (SELECT FROM poison WHERE id = NEW.id) THEN RAISE ''poisoned''; END IF;
                    PERFORM pg_sleep(0.0005);
                    INSERT INTO seen VALUES (NEW.id);
                    RETURN NEW;
                END'""",
                "CREATE TRIGGER see BEFORE UPDATE ON item FOR EACH ROW"
                        + " WHEN (NEW.state = 'right' OR NEW.balance > 0) EXECUTE FUNCTION see()");
    }

    @AfterEach
    void drop() throws SQLException {
        processes.forEach(RunningProcess::close);
        database.close();
    }

    /** Each joins with a limit that has room for no row more: none is to be counted twice, by whomever. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, WORKLIST})
    void killedAtRandomEveryRowIsChangedExactlyOnce(String script) throws IOException, SQLException {
        app.fix("1_slow", script);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String limit = Integer.toString(ROWS);
        List<RunningProcess> left = new ArrayList<>(start(2, "--max-rows", limit));
        int batches = 0;
        for (int kill = 0; kill < 2; kill++) {
            batches += 1 + random.nextInt(5);
            app.awaitBatches(batches);
            left.remove(random.nextInt(left.size())).kill();
            left.addAll(start(1, "--max-rows", limit));
        }
        assertAllEnd(0, left);
        assertChangedOnce(ROWS);
    }

    /** One alone, and one of several: their leases are 30 s, so both are frozen at once. */
    @Test
    void whatFrozenProcessesWriteAfterTheirLeaseDoesNotCount() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        app.fix("2_add", "-- find\nSELECT id FROM more\n-- apply\nUPDATE more SET n = n + 1 WHERE id IN (:keys)");
        database.execute(
                "CREATE TABLE more (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO more SELECT g, 0 FROM generate_series(1, 6000) AS g",
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                "CREATE TRIGGER wait BEFORE UPDATE ON more FOR EACH ROW EXECUTE FUNCTION wait()");
        try (RunningProcess alone = app.start("datafix", "apply", "slow");
                RunningProcess one = app.start("datafix", "apply", "add", "--workers", "2")) {
            awaitBatches("1_slow", 2);
            alone.freeze();
            awaitBatches("2_add", 4);
            one.freeze();
            try (RunningProcess next = app.start("datafix", "apply", "slow", "--lock-wait", "90s");
                    RunningProcess other = app.start("datafix", "apply", "add", "--workers", "2")) {
                assertAllEnd(0, List.of(next, other));
            }
            alone.thaw();
            one.thaw();
            // The server may have ended its session inside a transaction. Of several, the others have ended the fix.
            assertThat(alone.await(LONG).exitCode()).isIn(21, 30);
            assertAllEnd(0, List.of(one));
        }
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(ROWS + " | " + ROWS);
        assertThat(app.query("SELECT n, count(*) FROM more GROUP BY n")).containsExactly("1 | 6000");
        assertThat(app.query("SELECT fix_id, sum(changed) FROM oneoff_fix_chunk GROUP BY fix_id ORDER BY fix_id"))
                .containsExactly("1_slow | " + ROWS, "2_add | 6000");
        assertThat(app.query(STATE)).containsExactly("succeeded", "succeeded");
    }

    @Test
    void whoeverIsInALongStatementIsNotTakenOver() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        app.waitAtLock("UPDATE ON item", "NEW.id = 5");
        try (AdvisoryLock lock = AdvisoryLock.of(database, 1);
                RunningProcess one = app.start("datafix", "apply", "--workers", "1")) {
            app.awaitSessionAtLock();
            database.execute("UPDATE oneoff_fix_chunk SET lease_until = now() - INTERVAL '1 minute'");
            app.run(32, "datafix", "apply", "--lock-wait", "1s");
            try (RunningProcess next = app.start("datafix", "apply", "--workers", "1")) {
                // It has asked for a part, got none, and waits.
                app.await(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'oneoff/%/w1/%' AND state ="
                                + " 'idle' AND query LIKE '%SELECT max(generation)%' AND datname = current_database()",
                        "1");
                lock.release();
                assertAllEnd(0, List.of(one, next));
            }
        }
        assertThat(app.query("SELECT fence FROM oneoff_fix_chunk")).containsExactly("1");
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(ROWS + " | " + ROWS);
    }

    @Test
    void whoeverWorksAloneAndThoseWhoShareWaitForEachOther() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        for (String[] pair : new String[][] {{"--workers=2", "--quiet"}, {"--quiet", "--workers=2"}}) {
            try (RunningProcess working = app.start("datafix", "apply", pair[0], "--throttle", "SELECT true")) {
                awaitHolders(1);
                assertThat(app.run(32, "datafix", "apply", pair[1], "--lock-wait", "1s")
                                .stderr())
                        .contains("held", "oneoff/");
                working.terminate();
                assertAllEnd(143, List.of(working));
            }
            assertThat(app.query(STATE)).containsExactly("interrupted");
        }
    }

    @Test
    void aSignalEndsOneOfTwoAndTheOtherEndsTheFix() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        try (AdvisoryLock rows = AdvisoryLock.of(database, 2)) {
            List<RunningProcess> two = start(2);
            awaitHolders(2);
            two.get(0).terminate();
            assertAllEnd(143, two.subList(0, 1));
            assertThat(app.query(STATE)).containsExactly("running");
            awaitHolders(1);
            rows.release();
            assertAllEnd(0, two.subList(1, 2));
        }
        assertChangedOnce(ROWS);
    }

    @Test
    void aSignalForAllAtOnceInterruptsIt() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        try (AdvisoryLock rows = AdvisoryLock.of(database, 2)) {
            List<RunningProcess> two = start(2);
            awaitHolders(2);
            app.awaitBatches(2);
            two.forEach(RunningProcess::terminate);
            assertAllEnd(143, two);
            assertThat(app.query(STATE)).containsExactly("interrupted");
            rows.release();
        }
        app.launch(0, "datafix", "apply", "--workers", "2");
        assertChangedOnce(ROWS);
    }

    /** All have counted what is wrong when the other half of the rows becomes so. */
    @Test
    void theLimitIsNeverPassedWhateverAppearsMeanwhile() throws IOException, SQLException {
        database.execute("UPDATE item SET state = 'later' WHERE id % 2 = 0");
        app.fix("1_slow", PLAIN);
        try (AdvisoryLock rows = AdvisoryLock.of(database, 2)) {
            List<RunningProcess> two = start(2, "--max-rows", Integer.toString(ROWS / 2));
            awaitHolders(2);
            database.execute("UPDATE item SET state = 'wrong' WHERE state = 'later'");
            rows.release();
            assertThat(two.stream().map(each -> each.await(LONG).exitCode()))
                    .contains(11)
                    .allMatch(code -> code == 11 || code == 21);
        }
        assertThat(app.query(STATE)).containsExactly("paused");
        assertThat(app.query("SELECT sum(changed) = (SELECT count(*) FROM seen), sum(changed) <= " + ROWS / 2
                        + " FROM oneoff_fix_chunk"))
                .containsExactly("t | t");
    }

    @Test
    void rowsThatBecomeWrongBehindThemAreSweptBeforeAnyOfThemEnds() throws IOException, SQLException {
        app.fix("1_slow", PLAIN);
        try (AdvisoryLock sweep = AdvisoryLock.of(database, 1);
                AdvisoryLock rows = AdvisoryLock.of(database, 2)) {
            List<RunningProcess> two = start(2);
            awaitHolders(2);
            app.waitAtLock("INSERT ON oneoff_fix_chunk", "NEW.chunk > 3");
            app.await("SELECT reached IS NOT NULL FROM oneoff_fix_chunk WHERE chunk = 0", "t");
            database.execute("INSERT INTO item SELECT -g, 'wrong' FROM generate_series(1, 1000) AS g");
            rows.release();
            app.awaitSessionAtLock();
            app.awaitNoWorker();
            sweep.release();
            assertAllEnd(0, two);
        }
        assertChangedOnce(ROWS + 1000);
    }

    @Test
    void pauseAndCancelStopThemAll() throws IOException, SQLException {
        database.execute("INSERT INTO item SELECT -g, 'wrong' FROM generate_series(1, 50000) AS g"); // Never done.
        app.fix("1_slow", PLAIN);
        for (String how : List.of("pause", "cancel")) {
            List<RunningProcess> two = start(2, "slow", "--max-rows", "60000");
            awaitHolders(2);
            app.run(0, "datafix", how, "slow");
            assertAllEnd(21, two);
        }
        assertThat(app.query(STATE)).containsExactly("cancelled");
        assertThat(app.query("SELECT count(*) = count(DISTINCT id), count(*) = (SELECT sum(changed) FROM"
                        + " oneoff_fix_chunk) FROM seen"))
                .containsExactly("t | t");
    }

    @Test
    void rowsThatAnyOfThemSetsAsideAreSaidByAllAndAreTriedAgain() throws IOException, SQLException {
        database.execute("INSERT INTO poison VALUES (10), (1010), (2010), (3010)");
        app.fix("1_slow", "-- on_error: quarantine 4\n" + PLAIN);
        List<RunningProcess> two = start(2);
        assertAllEnd(21, two);
        assertThat(app.query(STATE)).containsExactly("incomplete");
        assertThat(app.query("SELECT row_key FROM oneoff_fix_reject ORDER BY row_key"))
                .hasSize(4);
        database.execute("DELETE FROM poison");
        app.launch(0, "datafix", "apply", "--workers", "2");
        assertChangedOnce(ROWS);
    }

    @Test
    void itemsThatWereSetAsideAreTriedAgainOnceByWhomever() throws IOException, SQLException {
        database.execute("INSERT INTO poison VALUES (10), (1010), (2010), (3010)");
        rest("NEW.id % 1000 = 10", "0.3");
        app.fix("1_slow", "-- on_error: quarantine 4\n" + WORKLIST);
        for (int exitCode : new int[] {21, 0}) {
            List<RunningProcess> two = start(2);
            assertAllEnd(exitCode, two);
            database.execute("DELETE FROM poison");
        }
        assertChangedOnce(ROWS);
    }

    @Test
    void moreRowsThanMayBeSetAsideStopThemAll() throws IOException, SQLException {
        database.execute("INSERT INTO poison VALUES (10), (1010), (2010), (3010)");
        app.fix("1_slow", "-- on_error: quarantine 3\n" + PLAIN);
        List<RunningProcess> two = start(2);
        List<ProcessResult> ended = two.stream().map(each -> each.await(LONG)).toList();
        assertThat(ended).extracting(ProcessResult::exitCode).contains(20).allMatch(code -> code == 20 || code == 21);
        assertThat(ended).anyMatch(each -> each.stderr().contains("10\"] cannot be changed: ERROR: poisoned"));
        assertThat(app.query(STATE)).containsExactly("failed");
    }

    @Test
    void aRowThatCannotBeChangedStopsTheOtherSessionsAfterTheirBatch() throws IOException, SQLException {
        database.execute("INSERT INTO poison VALUES (3)");
        // The other session does not come far before the row has been tried alone.
        rest("NEW.id > 1000", "0.02");
        app.fix("1_slow", PLAIN);
        assertThat(app.launch(20, "datafix", "apply", "--workers", "2").stderr())
                .contains("the row [\"3\"] cannot be changed: ERROR: poisoned");
        assertThat(app.query(STATE)).containsExactly("failed");
        assertThat(app.query("SELECT count(*) > 3500 FROM item WHERE state = 'wrong'"))
                .containsExactly("t");
    }

    /** All of them on a database that has no ledger. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1500})
    void twoThatBeginAtTheSameMomentEndItTogether(int rows) throws IOException, SQLException {
        database.execute("DELETE FROM item WHERE id > " + rows);
        app.fix("1_two", PLAIN + "\nUPDATE item SET balance = 7 WHERE balance = 0 AND state = 'right';");
        List<RunningProcess> two = start(2);
        assertAllEnd(0, two);
        assertThat(app.query("SELECT count(*) FROM item WHERE state = 'right' AND balance = 7"))
                .containsExactly(Integer.toString(rows));
        assertThat(app.query("SELECT coalesce(sum(changed), 0) FROM oneoff_fix_chunk"))
                .containsExactly(Integer.toString(2 * rows));
        assertThat(app.query("SELECT generation, state FROM oneoff_fix")).containsExactly("1 | succeeded");
    }

    /** Makes a change of some rows take so many seconds more. */
    private void rest(String when, String seconds) throws SQLException {
        database.execute(
                "CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(" + seconds
                        + "); RETURN NEW; END'",
                "CREATE TRIGGER rest BEFORE UPDATE ON item FOR EACH ROW WHEN (" + when + ") EXECUTE FUNCTION rest()");
    }

    private List<RunningProcess> start(int count, String... more) {
        String[] command = Stream.concat(Stream.of("datafix", "apply", "--workers", "2"), Stream.of(more))
                .toArray(String[]::new);
        List<RunningProcess> started =
                Stream.generate(() -> app.start(command)).limit(count).toList();
        processes.addAll(started);
        return started;
    }

    /** Waits until so many processes have parts. */
    private void awaitHolders(int count) throws SQLException {
        app.awaitBatches(0);
        app.await(
                "SELECT count(DISTINCT split_part(holder, '/', 1)) FROM oneoff_fix_chunk WHERE lease_until IS NOT NULL",
                Integer.toString(count));
    }

    private void awaitBatches(String fix, int batches) throws SQLException {
        app.awaitBatches(0);
        app.await(
                "SELECT coalesce(sum(batches), 0) >= " + batches + " FROM oneoff_fix_chunk WHERE fix_id = '" + fix
                        + "'",
                "t");
    }

    private static void assertAllEnd(int exitCode, List<RunningProcess> processes) {
        for (RunningProcess process : processes) {
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
        }
    }

    private void assertChangedOnce(int rows) throws SQLException {
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(rows + " | " + rows);
        assertThat(app.query("SELECT count(*) FROM item WHERE (state = 'right') <> (balance = 1)"))
                .containsExactly(Integer.toString(rows));
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly(Integer.toString(rows));
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly(Integer.toString(rows));
        assertThat(app.query(STATE)).containsExactly("succeeded");
    }
}
