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
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Fixes that are killed, stopped, paused, taken over: every row is changed once all the same. */
@Execution(ExecutionMode.CONCURRENT)
class InterruptedFixIT {

    private static final int ROWS = 1_500;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /** Every change of a row leaves a line in seen, in the same transaction; each takes a millisecond. */
    @BeforeEach
    void slowTable() throws IOException, SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database).fix("1_slow", "UPDATE item SET state = 'right' WHERE state = 'wrong';");
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, state text NOT NULL)",
                "INSERT INTO item SELECT g, 'wrong' FROM generate_series(1, " + ROWS + ") AS g",
                "CREATE TABLE seen (id int NOT NULL)",
                "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); INSERT INTO seen VALUES (NEW.id); RETURN NEW; END'",
                "CREATE TRIGGER see BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION see()");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void killedSixTimesAtRandomEveryRowIsFixedExactlyOnce() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int batches = 0;
        for (int kill = 0; kill < 6; kill++) {
            try (RunningProcess process = app.start("datafix", "apply")) {
                batches += 1 + random.nextInt(3);
                app.awaitBatchesOrEnd(batches);
                process.kill();
            }
        }
        app.run(0, "datafix", "apply");

        assertFixedOnce();
    }

    @Test
    void aSignalEndsItWithinSecondsAndItGoesOn() throws SQLException {
        try (RunningProcess process = app.start("datafix", "apply")) {
            app.awaitBatches(2);
            process.terminate();
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
        }
        assertThat(app.run(0, "datafix", "list").stdout()).contains("interrupted");
        app.run(0, "datafix", "apply");

        assertFixedOnce();
    }

    @Test
    void aPausedFixStopsAfterItsBatchAndGoesOnWhenItIsNamed() throws SQLException {
        try (AdvisoryLock row = halfWay();
                RunningProcess process = app.start("datafix", "apply")) {
            app.awaitBatches(2);
            app.run(0, "datafix", "pause", "slow");
            row.release();
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(21);
            assertThat(result.stderr()).contains("it was paused by somebody else");
        }
        assertThat(app.query("SELECT count(*) < " + ROWS / 2 + " FROM seen")).containsExactly("t");
        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("nothing to do");
        app.run(0, "datafix", "apply", "slow");

        assertFixedOnce();
    }

    @Test
    void aSecondProcessWaitsAndNamesTheFirst() throws SQLException {
        try (AdvisoryLock row = halfWay();
                RunningProcess process = app.start("datafix", "apply")) {
            app.awaitBatches(1);
            assertThat(app.run(32, "datafix", "apply", "--lock-wait", "1s").stderr())
                    .contains("held", "oneoff/");
            row.release();
            assertThat(process.await(LONG).exitCode()).isZero();
        }
        assertFixedOnce();
    }

    @Test
    void rowsThatBecomeWrongMeanwhileAreSweptAndWhatTheApplicationWritesStays() throws SQLException {
        try (AdvisoryLock row = halfWay();
                RunningProcess process = app.start("datafix", "apply")) {
            app.awaitBatches(2);
            database.execute(
                    "INSERT INTO item VALUES (-1, 'wrong'), (" + (ROWS + 1) + ", 'wrong')",
                    "UPDATE item SET state = 'mine' WHERE id = " + ROWS,
                    "DELETE FROM item WHERE id = " + (ROWS - 1));
            row.release();
            assertThat(process.await(LONG).exitCode()).isZero();
        }
        assertThat(app.query("SELECT state, count(*) FROM item GROUP BY state ORDER BY state"))
                .containsExactly("mine | 1", "right | " + ROWS);
        assertThat(app.query("SELECT count(*) FROM seen GROUP BY id HAVING count(*) > 1"))
                .isEmpty();
        assertThat(app.query("SELECT chunk, changed FROM oneoff_fix_chunk WHERE chunk > 0"))
                .containsExactly("1 | 2");
    }

    /** Holds the fix at its middle row. */
    private AdvisoryLock halfWay() throws SQLException {
        app.waitAtLock("UPDATE ON item", "NEW.id = " + ROWS / 2);
        return AdvisoryLock.of(database, 1);
    }

    private void assertFixedOnce() throws SQLException {
        assertThat(app.query("SELECT count(*) FROM item WHERE state <> 'right'"))
                .containsExactly("0");
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(ROWS + " | " + ROWS);
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly(Integer.toString(ROWS));
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image")).containsExactly(Integer.toString(ROWS));
        assertThat(app.run(0, "datafix", "list").stdout()).contains("succeeded");
    }
}
