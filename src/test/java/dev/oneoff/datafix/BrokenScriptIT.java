package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.PublishedSchema;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One script that cannot be used: what of the others goes on, and what does not begin. */
class BrokenScriptIT {

    private static final String SUM = "SELECT sum(v) FROM t";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void three() throws IOException, SQLException {
        database = TestDatabase.h2(folder);
        database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 0), (2, 0)");
        app = FixApp.in(folder, database)
                .fix("1_good", "UPDATE t SET v = 1 WHERE v = 0;")
                .fix("2_bad", "-- phse: release\nUPDATE t SET v = 2 WHERE v = 1;")
                .fix("3_good", "UPDATE t SET v = 3 WHERE v = 2;");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void theListHasAllTheOthersAndWhatIsWrongWithThatOne() {
        ProcessResult text = app.run(22, "datafix", "list");
        assertThat(text.stdout())
                .contains("1_good", "3_good", "2_bad", "datafixes/2_bad.sql, line 2: unknown key phse");
        assertThat(text.stderr()).contains("datafixes/2_bad.sql, line 2: unknown key phse", "Did you mean phase?");

        PublishedSchema schema = new PublishedSchema();
        JsonNode answer =
                schema.parse(app.run(22, "datafix", "list", "--output", "json").stdout());
        assertThat(schema.violations(answer)).isEmpty();
        assertThat(answer.at("/result/fixes").findValuesAsText("id")).containsExactly("1_good", "2_bad", "3_good");
        assertThat(answer.at("/result/fixes/0/error").isNull()).as("%s", answer).isTrue();
        assertThat(answer.at("/result/fixes/1/error").asText()).contains("line 2: unknown key phse");
    }

    @Test
    void soItIsWithALinkThatLeadsNowhere() throws IOException {
        app.fix("2_bad", "UPDATE t SET v = 2 WHERE v = 1;");
        Files.createSymbolicLink(folder.resolve("datafixes/4_link.sql"), folder.resolve("nowhere.sql"));

        assertThat(app.run(22, "datafix", "list").stdout())
                .contains("1_good", "4_link", "datafixes/4_link.sql cannot be read");
        app.run(0, "datafix", "apply", "1_good");
    }

    @Test
    void aListWithoutErrorsHasNoColumnForThem() throws IOException {
        app.fix("2_bad", "UPDATE t SET v = 2 WHERE v = 1;");

        assertThat(app.run(0, "datafix", "list").stdout()).doesNotContain("error");
    }

    @Test
    void anotherOneIsShownAppliedRequiredAndTakenBack() throws SQLException {
        app.run(0, "datafix", "apply", "1_good", "--dry-run");
        app.run(0, "datafix", "apply", "1_good");
        assertThat(app.query(SUM)).containsExactly("2");
        app.run(0, "datafix", "show", "1_good");
        app.run(0, "datafix", "require", "1_good");
        app.run(0, "datafix", "revert", "1_good");
        assertThat(app.query(SUM)).containsExactly("0");
    }

    @Test
    void allOfThemAreNotBegun() throws SQLException {
        assertThat(app.run(22, "datafix", "apply", "--all").stderr()).contains("datafixes/2_bad.sql, line 2");

        assertThat(app.query(SUM)).containsExactly("0");
    }

    @Test
    void whereItWasBegunItIsShownWithItsErrorAndCanBeGivenUp() throws IOException, SQLException {
        app.run(0, "datafix", "apply", "1_good");
        app.fix("2_bad", "UPDATE t SET v = 2 WHERE v = 1;").run(0, "datafix", "apply", "2_bad");
        database.execute("UPDATE oneoff_fix SET state = 'paused' WHERE id = '2_bad'");
        app.fix("2_bad", "-- phse: release\nUPDATE t SET v = 2 WHERE v = 1;");

        assertThat(app.run(22, "datafix", "show", "2_bad").stdout())
                .contains("paused", "datafixes/2_bad.sql", "SET v = 2 WHERE v = 1");
        app.run(22, "datafix", "require", "2_bad");
        app.run(22, "datafix", "apply", "2_bad");
        app.run(0, "datafix", "cancel", "2_bad");
        assertThat(app.query("SELECT state FROM oneoff_fix WHERE id = '2_bad'")).containsExactly("cancelled");
    }
}
