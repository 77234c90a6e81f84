package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is deleted of old values, when, and by whom; and that a revert never gets half of them. */
@Execution(ExecutionMode.CONCURRENT)
class PurgeIT {

    private static final String IMAGES = "SELECT count(*) FROM oneoff_image";
    private static final String OLD = "UPDATE oneoff_fix SET changed_at = changed_at - INTERVAL '31 days'";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /** How many there are of the fix. */
    private String images;

    /** One fix that has succeeded. */
    @BeforeEach
    void fixed() throws IOException, SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 150) n");
        app = FixApp.in(folder, database)
                .fix("1_ones", "UPDATE t SET v = 1 WHERE v = 0;")
                .applied();
        images = app.query(IMAGES).get(0);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whatIsOldEnoughIsCountedThenDeletedAndCannotBeRevertedAnyMore() throws SQLException {
        assertThat(app.launch(0, "datafix", "purge").stdout()).contains("purged nothing");
        database.execute(
                OLD, "INSERT INTO oneoff_fix_work SELECT '1_ones', 1, n, '[]' FROM generate_series(1, 2500) n");

        assertThat(app.run(0, "datafix", "purge", "--dry-run").stdout())
                .contains("Would purge what 1 fix kept (" + images + " images, 2,500 rows of work)");
        assertThat(app.query(IMAGES)).containsExactly(images);
        assertThat(app.launch(0, "datafix", "purge").stdout())
                .contains("purged what 1 fix kept (" + images + " images, 2,500 rows of work)");

        assertThat(app.query(IMAGES)).containsExactly("0");
        assertThat(app.query("SELECT count(*) FROM oneoff_fix_work")).containsExactly("0");
        assertThat(app.run(11, "datafix", "revert", "ones").stderr()).contains("the old values of 150 were purged");
        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("150");
        assertThat(app.run(0, "history").stdout()).contains("datafix purge", "purged what 1 fix kept");
    }

    @Test
    void theTimeIsThatOfTheOptionElseOfTheFileElseThirtyDays() throws IOException, SQLException {
        database.execute(OLD.replace("31 days", "29 days"));
        assertThat(app.launch(0, "datafix", "purge").stdout()).contains("purged nothing");
        Files.writeString(folder.resolve("oneoff.yaml"), "images:\n  retention: 700h\n");
        assertThat(app.launch(0, "datafix", "purge").stdout()).contains("purged nothing");
        assertThat(app.run(0, "datafix", "purge", "--dry-run", "--older-than", "28d")
                        .stdout())
                .contains("what 1 fix kept");
        Files.writeString(folder.resolve("oneoff.yaml"), "images:\n  retention: 28d\n");
        assertThat(app.launch(0, "datafix", "purge").stdout()).contains("what 1 fix kept");
    }

    @Test
    void whatIsNotOverKeepsEverything() throws IOException, SQLException {
        List<String> states = List.of("running", "paused", "interrupted", "failed", "incomplete", "reverting");
        for (int n = 0; n < states.size(); n++) {
            app.fix("2_" + states.get(n), "UPDATE t SET v = 2 WHERE v = 1 AND id = %d;".formatted(n + 1));
        }
        app.applied();
        database.execute(OLD, "UPDATE oneoff_fix SET state = substr(id, 3) WHERE id <> '1_ones'");
        String kept = IMAGES + " WHERE fix_id <> '1_ones'";
        List<String> before = app.query(kept);
        assertThat(app.query("SELECT count(DISTINCT fix_id) FROM oneoff_image")).containsExactly("7");

        assertThat(app.launch(0, "datafix", "purge").stdout())
                .contains("purged what 1 fix kept (" + images + " images");
        assertThat(app.query(kept)).isEqualTo(before);
    }

    @Test
    void applyAndRevertDeleteWhatOthersHaveKeptForLongEnough() throws IOException, SQLException {
        database.execute(OLD);
        app.fix("2_twos", "UPDATE t SET v = 2 WHERE v = 1;");
        assertThat(app.launch(0, "datafix", "apply").stdout())
                .contains("purged what 1 fix kept (" + images + " images, 0 rows of work), over for 30d and longer");
        assertThat(app.query("SELECT DISTINCT fix_id FROM oneoff_image")).containsExactly("2_twos");

        app.fix("3_threes", "UPDATE t SET v = 3 WHERE v = 2;");
        app.run(0, "datafix", "apply");
        database.execute(OLD + " WHERE id = '2_twos'");
        assertThat(app.launch(0, "datafix", "revert", "threes").stdout()).contains("purged what 1 fix kept");
        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("300");
    }

    @Test
    void whatFailsBesideTheWorkIsAWarning() throws IOException, SQLException {
        database.execute(
                OLD,
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''kept by hand''; END'",
                "CREATE TRIGGER keep BEFORE DELETE ON oneoff_image FOR EACH ROW EXECUTE FUNCTION keep()");
        app.fix("2_twos", "UPDATE t SET v = 2 WHERE v = 1;");

        ProcessResult result = app.launch(0, "datafix", "apply");

        assertThat(result.stdout()).contains("WARN", "old values were not purged", "kept by hand", "150 rows changed");
        assertThat(app.run(20, "datafix", "purge").stderr()).contains("kept by hand");
    }

    @Test
    void aFixThatSomebodyMovesIsPassedOverWithoutWaiting() throws IOException, SQLException {
        database.execute(OLD);
        app.fix("2_twos", "UPDATE t SET v = 2 WHERE v = 1;");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM oneoff_fix WHERE id = '1_ones' FOR NO KEY UPDATE");
            assertThat(app.launch(0, "datafix", "purge").stdout()).contains("purged nothing");
            app.run(0, "datafix", "apply");
        }
        assertThat(app.query(IMAGES + " WHERE fix_id = '1_ones'")).containsExactly(images);
    }

    @Test
    void twoAtOnceDeleteEachImageOnce() throws SQLException {
        database.execute(OLD, """
                INSERT INTO oneoff_image
                SELECT fix_id, generation, step, chunk, 100 + n, part, row_count, content, written_at, reverted
                FROM oneoff_image, generate_series(1, 2000) AS n WHERE batch = 1""");
        long all = Long.parseLong(app.query(IMAGES).get(0));
        try (RunningProcess one = app.start("datafix", "purge", "--output", "json");
                RunningProcess other = app.start("datafix", "purge", "--output", "json")) {
            assertThat(purged(one) + purged(other)).isEqualTo(all);
        }
        assertThat(app.query(IMAGES)).containsExactly("0");
    }

    private static long purged(RunningProcess process) {
        ProcessResult result = process.await(Duration.ofSeconds(30));
        assertThat(result.exitCode()).as("%s", result).isZero();
        return Long.parseLong(result.stdout().replaceAll("(?s).*\"images\" : (\\d+).*", "$1"));
    }

    @Test
    void aRevertThatAPurgeHasOvertakenChangesNothing() throws SQLException {
        // The moment between a revert's first look and its beginning.
        database.execute(
                """
                CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.state = 'reverting' THEN DELETE FROM oneoff_image WHERE batch = 1; END IF;
                    RETURN NEW;
                END $$""", "CREATE TRIGGER overtake BEFORE UPDATE ON oneoff_fix FOR EACH ROW EXECUTE FUNCTION overtake()");

        assertThat(app.run(11, "datafix", "revert", "ones").stderr()).contains("were purged");

        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("150");
        assertThat(app.query("SELECT state FROM oneoff_fix")).containsExactly("succeeded");
    }

    @Test
    void aRevertAndAPurgeAtOnceAreOneOrTheOther() throws SQLException {
        for (int generation = 1; generation <= 3; generation++) {
            database.execute(OLD, """
                    INSERT INTO oneoff_image
                    SELECT fix_id, generation, step, chunk, 100 + n, part, 0, '[]', written_at, reverted
                    FROM oneoff_image, generate_series(1, 300) AS n WHERE batch = 1 AND generation = %d""".formatted(generation));
            try (RunningProcess purge = app.start("datafix", "purge");
                    RunningProcess revert = app.start("datafix", "revert", "ones")) {
                assertThat(purge.await(Duration.ofSeconds(30)).exitCode()).isZero();
                ProcessResult reverted = revert.await(Duration.ofSeconds(30));
                String sum = app.query("SELECT sum(v) FROM t").get(0);
                assertThat(reverted.exitCode() + " " + sum).as("%s", reverted).isIn("0 0", "11 150");
            }
            database.execute("UPDATE t SET v = 0");
            app.run(0, "datafix", "apply", "ones", "--again");
        }
    }

    @Test
    void inAProtectedEnvironmentItWantsToBeConfirmed() throws SQLException {
        database.execute(OLD);
        app.run(0, "protect", "on");

        assertThat(app.run(11, "datafix", "purge").stderr()).contains("protected", "--yes", "what 1 fix kept");
        assertThat(app.query(IMAGES)).containsExactly(images);
        app.run(0, "datafix", "purge", "--yes");
        assertThat(app.query(IMAGES)).containsExactly("0");
    }

    @Test
    void whatItDoesNotTakeIsRefused() {
        assertThat(app.run(2, "datafix", "purge", "ones").stderr()).contains("purge takes no fixes");
        assertThat(app.run(2, "datafix", "apply", "--older-than", "1d").stderr())
                .contains("--older-than is for purge");
    }
}
