package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.PublishedSchema;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is said of several fixes, and of what was run of each. */
@Execution(ExecutionMode.CONCURRENT)
class SeveralFixesIT {

    private static final String STATES = "SELECT command, subject, state FROM oneoff_run ORDER BY started_at, id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /** A changed row takes two milliseconds. */
    @BeforeEach
    void slowTable() throws SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 2000) n",
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.002); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION slow()",
                "CREATE TABLE load (busy bool)",
                "INSERT INTO load VALUES (true)");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aDryRunShowsTheOthersWhenOneCannotBeApplied() throws IOException {
        app.fix("1_good", "UPDATE t SET v = 1 WHERE v = 0;")
                .fix("2_bad", "UPDATE nowhere SET v = 1 WHERE v = 0;")
                .fix("3_worse", "-- phse: release\nUPDATE t SET v = 1 WHERE v = 0;")
                .fix("4_good", "UPDATE t SET v = 4 WHERE v = 3;");

        ProcessResult text = app.run(22, "datafix", "apply", "--dry-run");
        assertThat(text.stdout()).contains("1_good", "2000", "2_bad", "nowhere", "3_worse", "phse", "4_good");
        assertThat(text.stderr()).contains("refused: 2_bad, 3_worse");

        PublishedSchema schema = new PublishedSchema();
        JsonNode answer = schema.parse(
                app.run(22, "datafix", "apply", "--dry-run", "--output", "json").stdout());
        assertThat(schema.violations(answer)).isEmpty();
        assertThat(answer.at("/result/fixes").findValuesAsText("id"))
                .containsExactly("1_good", "2_bad", "3_worse", "4_good");
        assertThat(answer.at("/result/fixes/2/fix/error").asText()).isEqualTo("input-rejected");
    }

    @Test
    void theExitCodeOfADryRunIsThatOfTheWorst() throws IOException {
        app.fix("1_over", "UPDATE t SET v = 1 WHERE v = 0 AND id = 1;");
        app.run(0, "datafix", "apply");
        app.fix("1_over", "UPDATE t SET v = 1 WHERE v = 0 AND id = 2;")
                .fix("2_good", "UPDATE t SET v = 4 WHERE v = 3;");

        assertThat(app.run(11, "datafix", "apply", "1_over", "2_good", "--dry-run")
                        .stdout())
                .contains("2_good");
        app.fix("3_bad", "UPDATE nowhere SET v = 1 WHERE v = 0;");
        app.run(22, "datafix", "apply", "1_over", "2_good", "3_bad", "--dry-run");
        app.run(11, "datafix", "apply", "1_over", "--dry-run");
    }

    @Test
    void theNextRunOnAFixCallsThoseLostThatWereKilledAndNobodyElse() throws IOException, SQLException {
        app.fix("1_slow", "UPDATE t SET v = 1 WHERE v = 0 AND id <= 1000;")
                .fix("2_slow", "UPDATE t SET v = 1 WHERE v = 0 AND id > 1000;");
        for (String id : new String[] {"1_slow", "2_slow"}) {
            try (RunningProcess process = app.start("datafix", "apply", id)) {
                app.await("SELECT to_regclass('oneoff_fix') IS NOT NULL", "t");
                app.await("SELECT count(*) FROM oneoff_image WHERE fix_id = '" + id + "' AND batch = 1", "1");
                process.kill();
            }
        }
        app.await(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE"
                        + " 'oneoff/%'",
                "0");
        // It holds the fix, and changes nothing until the others have come.
        try (RunningProcess first = app.start("datafix", "apply", "1_slow", "--throttle", "SELECT busy FROM load")) {
            app.await("SELECT count(*) FROM oneoff_run WHERE subject = '1_slow' AND state = 'lost'", "1");
            try (RunningProcess waiting = app.start("datafix", "apply", "1_slow");
                    RunningProcess another = app.start("datafix", "apply", "1_slow")) {
                app.await("SELECT count(*) FROM oneoff_run WHERE subject = '1_slow' AND state = 'running'", "3");
                database.execute("UPDATE load SET busy = false");
                ProcessResult done = first.await(Duration.ofSeconds(40));
                assertThat(done.stdout()).contains("an earlier datafix apply ended without a word");
                // One of them gets it while the other still waits and says that it is running.
                for (RunningProcess process : List.of(waiting, another)) {
                    assertThat(process.await(Duration.ofSeconds(40)).stdout()).doesNotContain("without a word");
                }
            }
        }
        assertThat(app.query(STATES))
                .containsExactly(
                        "datafix apply | 1_slow | lost",
                        "datafix apply | 2_slow | running",
                        "datafix apply | 1_slow | succeeded",
                        "datafix apply | 1_slow | failed",
                        "datafix apply | 1_slow | failed");
        app.run(0, "datafix", "revert", "2_slow");
        assertThat(app.query(STATES)).contains("datafix apply | 2_slow | lost");
    }

    @Test
    void listSaysByWhomAndFromWhichReleaseAndShowHasTheRuns() throws IOException {
        FixApp released = app.with("ONEOFF_RELEASE", "v42").with("ONEOFF_ACTOR", "ada");
        released.fix("1_slow", "UPDATE t SET v = 1 WHERE v = 0 AND id < 9;").run(0, "datafix", "apply");
        released.with("ONEOFF_RELEASE", "v43").run(0, "datafix", "revert", "slow");

        JsonNode list = json(app.run(0, "datafix", "list", "--output", "json")).at("/result/fixes/0");
        assertThat(list.at("/by").asText()).as("%s", list).isEqualTo("ada");
        assertThat(list.at("/release").asText()).isEqualTo("v43");
        JsonNode shown = json(app.run(0, "datafix", "show", "slow", "--output", "json"));
        assertThat(shown.at("/result/runs").findValuesAsText("command"))
                .containsExactly("datafix revert", "datafix apply");
        assertThat(shown.at("/result/runs").findValuesAsText("release")).containsExactly("v43", "v42");
        assertThat(app.run(0, "datafix", "show", "slow").stdout()).contains("fix 1_slow: 8 rows restored");
    }

    private static JsonNode json(ProcessResult result) throws IOException {
        return new ObjectMapper().readTree(result.stdout());
    }
}
