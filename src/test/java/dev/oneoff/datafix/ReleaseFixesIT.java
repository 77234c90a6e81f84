package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code migrate --fixes}: the changesets, then the fixes that say so. */
@Execution(ExecutionMode.CONCURRENT)
class ReleaseFixesIT {

    private static final String RELEASE = "-- phase: release\n";
    private static final String SUMS = "SELECT sum(a), sum(b), sum(c) FROM t";

    /** Each changed row takes five milliseconds. */
    private static final String CHANGELOG = """
            --liquibase formatted sql
            --changeset ada:t
            CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c INT);
            --changeset ada:rows
            INSERT INTO t SELECT n, 0, 0, 0 FROM generate_series(1, 600) AS n;
            --changeset ada:slow splitStatements:false
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END';
            CREATE TRIGGER slow BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION slow();
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void changelog() throws IOException, SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        Files.createDirectories(folder.resolve("changelog"));
        Files.writeString(folder.resolve("changelog/root.sql"), CHANGELOG);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private FixApp threeFixes() throws IOException {
        return app.fix("1_a", RELEASE + "UPDATE t SET a = 1 WHERE a = 0;")
                .fix("2_b", "UPDATE t SET b = 1 WHERE b = 0;")
                .fix("3_a", RELEASE + "UPDATE t SET a = 2 WHERE a = 1;");
    }

    @Test
    void thoseOfTheReleaseRunInOrderAfterTheChangesets() throws IOException, SQLException {
        threeFixes().launch(0, "migrate", "--count", "2");
        assertThat(app.query(SUMS)).containsExactly("0 | 0 | 0");

        JsonNode answer = json(app.launch(0, "migrate", "--fixes", "--output", "json"));

        assertThat(answer.at("/result/steps/0/id").asText()).as("%s", answer).isEqualTo("slow");
        assertThat(answer.at("/result/fixes").findValuesAsText("id")).containsExactly("1_a", "3_a");
        assertThat(app.query(SUMS)).containsExactly("1200 | 0 | 0");
        assertThat(app.query("SELECT command || ' ' || subject FROM oneoff_run ORDER BY started_at"))
                .containsExactly("migrate ", "migrate ", "datafix apply 1_a", "datafix apply 3_a");
        assertThat(app.launch(0, "migrate", "--fixes").stdout()).contains("none pending");
        assertThat(app.launch(0, "datafix", "apply").stdout()).contains("fix 2_b: 600 rows changed");
    }

    @Test
    void theyAreNamedBeforehand() throws IOException, SQLException {
        threeFixes();

        ProcessResult ahead = app.launch(0, "migrate", "--dry-run", "--fixes");
        assertThat(ahead.stdout()).contains("CREATE TABLE t", "1_a  pending  a test", "3_a  pending");
        assertThat(ahead.stdout()).doesNotContain("2_b");
        assertThat(app.query("SELECT to_regclass('t')")).containsExactly("NULL");

        app.launch(0, "migrate");
        app.launch(0, "migrate", "--check");
        assertThat(app.launch(10, "migrate", "--check", "--fixes").stderr()).contains("1_a, 3_a", "migrate --fixes");
        assertThat(app.launch(0, "migrate", "--dry-run").stdout()).doesNotContain("1_a");
    }

    @Test
    void whenTheirTimeIsOverTheRestGoesOnNextTime() throws IOException, SQLException {
        app.fix("1_slow", RELEASE + "UPDATE t SET c = 1 WHERE c = 0;")
                .fix("2_a", RELEASE + "UPDATE t SET a = 1 WHERE a = 0;");

        ProcessResult stopped = app.launch(33, "migrate", "--fixes", "--fixes-for", "2s");

        assertThat(stopped.stderr())
                .contains("The time for data fixes is over (2s); unfinished: 1_slow, 2_a.", "oneoff migrate --fixes");
        assertThat(app.query("SELECT sum(c) BETWEEN 20 AND 599, sum(a) FROM t")).containsExactly("t | 0");
        assertThat(app.query("SELECT id, state FROM oneoff_fix")).containsExactly("1_slow | interrupted");
        app.launch(0, "migrate", "--fixes", "--fixes-for", "5m");
        assertThat(app.query(SUMS)).containsExactly("600 | 0 | 600");
    }

    @Test
    void whereTheDatabaseIsProtectedTheyWantToBeConfirmedBeforeAnything() throws IOException, SQLException {
        FixApp production = app.with("APP_ENV", "production");
        threeFixes();

        assertThat(production.launch(11, "migrate", "--fixes").stderr())
                .contains("Migrate runs data fixes, which change rows: 1_a, 3_a", "--yes");
        assertThat(app.query("SELECT to_regclass('t')")).containsExactly("NULL");
        production.launch(0, "migrate", "--fixes", "--yes");
        production.launch(0, "migrate", "--fixes");
    }

    @Test
    void thoseThatSomebodyStoppedOrTookBackArePassedOverWithALine() throws IOException, SQLException {
        threeFixes().fix("4_c", RELEASE + "UPDATE t SET c = 1 WHERE c = 0 AND id < 9;");
        app.launch(0, "migrate", "--fixes");
        app.run(0, "datafix", "apply");
        app.run(0, "datafix", "revert", "2_b");
        app.run(0, "datafix", "revert", "3_a");
        app.fix("1_a", RELEASE + "UPDATE t SET a = 1 WHERE a < 1;");
        database.execute("UPDATE oneoff_fix SET state = 'paused' WHERE id = '4_c'");

        assertThat(app.launch(0, "migrate", "--fixes").stdout())
                .contains(
                        "passed over: fix 1_a succeeded, and its script was changed since",
                        "passed over: fix 3_a is reverted; to begin it anew: oneoff datafix apply 3_a --again",
                        "passed over: fix 4_c is paused; to go on: oneoff datafix apply 4_c")
                .doesNotContain("2_b");
        assertThat(app.launch(0, "datafix", "apply", "--all").stdout())
                .contains("passed over: fix 2_b is reverted", "passed over: fix 4_c is paused", "nothing to do");
    }

    @Test
    void aFailedChangesetLetsNoFixRun() throws IOException, SQLException {
        threeFixes();
        Files.writeString(
                folder.resolve("changelog/root.sql"),
                CHANGELOG + "--changeset ada:bad\nINSERT INTO nowhere VALUES (1);\n");

        assertThat(app.launch(20, "migrate", "--fixes").stderr()).contains("nowhere");
        assertThat(app.query(SUMS)).containsExactly("0 | 0 | 0");
    }

    @Test
    void aFixThatFailsIsTheOutcomeAndWhatWasDoneIsThere() throws IOException {
        threeFixes().fix("2_never", RELEASE + "UPDATE t SET b = 7 WHERE a = 1;");

        JsonNode answer = json(app.launch(22, "migrate", "--fixes", "--output", "json"));

        assertThat(answer.at("/result/steps")).as("%s", answer).hasSize(3);
        assertThat(answer.at("/result/fixes").findValuesAsText("state")).containsExactly("succeeded", "failed");
        assertThat(answer.at("/error/title").asText()).contains("2_never", "does not converge");
        app.fix("2_never", "-- phse: release\nUPDATE t SET b = 7 WHERE b = 0;");
        assertThat(app.launch(22, "migrate", "--fixes").stderr()).contains("2_never", "Did you mean phase?");
    }

    @Test
    void theyComeAfterAllChangesetsOnly() {
        assertThat(app.launch(2, "migrate", "--fixes", "--count", "1").stderr()).contains("excludes --to and --count");
        assertThat(app.launch(2, "migrate", "--fixes-for", "5m").stderr()).contains("the time of --fixes");
    }

    private static JsonNode json(ProcessResult result) throws IOException {
        return new ObjectMapper().readTree(result.stdout());
    }
}
