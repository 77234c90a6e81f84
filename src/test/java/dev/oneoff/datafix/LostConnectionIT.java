package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import dev.oneoff.support.UnheardCommits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that ends the sessions of a fix: it connects again and goes on from the cursor. */
@Execution(ExecutionMode.CONCURRENT)
class LostConnectionIT {

    private static final String CUT = "SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity"
            + " WHERE application_name LIKE 'oneoff/%' AND datname = current_database()";
    private static final String BATCHES = "SELECT sum(batches) FROM oneoff_fix_chunk";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void slowTable() throws IOException, SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database).fix("1_add", """
                        -- find
                        SELECT id FROM item
                        -- apply
                        UPDATE item SET n = n + 1 WHERE id IN (:keys)""");
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO item SELECT g, 0 FROM generate_series(1, 2500) AS g",
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION slow()");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void oneSessionIsOpenedAgain() throws SQLException {
        cutTwice("datafix", "apply");
    }

    @Test
    void severalSessionsAreOpenedAgain() throws SQLException {
        cutTwice("datafix", "apply", "--workers", "2");
    }

    /** The server has committed, and nobody hears of it: of the beginning of a fix, of a part's, and of batches. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--workers=2"})
    void whatACommitDidThatNobodyHeardOfIsInTheLedger(String workers) throws IOException, SQLException {
        try (UnheardCommits network = new UnheardCommits(database.url(), Set.of(4, 7, 10))) {
            FixApp far = app.with("DATABASE_URL", network.inFrontOf(database.url()));
            String[] command = Stream.of("datafix", "apply", workers)
                    .filter(word -> !word.isEmpty())
                    .toArray(String[]::new);
            far.launch(0, command);
            assertThat(network.lost()).isEqualTo(3);
        }
        assertDoneOnce();
    }

    private void cutTwice(String... command) throws SQLException {
        try (RunningProcess process = app.start(command)) {
            app.awaitBatches(2);
            assertThat(app.query(CUT)).containsExactly("t");
            // Each of two sessions may have been committing one: whoever commits a third is connected again.
            app.awaitBatches(Integer.parseInt(app.query(BATCHES).get(0)) + 3);
            assertThat(app.query(CUT)).containsExactly("t");
            ProcessResult result = process.await(Duration.ofSeconds(60));
            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(result.stdout() + result.stderr()).contains("the connection was lost: connecting again");
        }
        assertDoneOnce();
    }

    private void assertDoneOnce() throws SQLException {
        assertThat(app.query("SELECT n, count(*) FROM item GROUP BY n")).containsExactly("1 | 2500");
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk")).containsExactly("2500");
        assertThat(app.query("SELECT state FROM oneoff_run")).containsExactly("succeeded");
    }
}
