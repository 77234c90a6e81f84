package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator of {@code datafix revert} sees. */
abstract class RevertCommandContract {

    private static final String ALL = "SELECT sum(v) FROM t";

    private TestDatabase database;
    private FixApp app;

    abstract TestDatabase open(Path folder) throws SQLException;

    @BeforeEach
    void create(@TempDir Path folder) throws IOException, SQLException {
        database = open(folder);
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 150) AS s (n)");
        app = FixApp.in(folder, database)
                .fix("ones", "UPDATE t SET v = 1 WHERE v = 0;")
                .applied();
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void itSaysWhatItWouldDoAndDoesItAndSaysSo() throws IOException, SQLException {
        ProcessResult ahead = app.run(0, "datafix", "revert", "ones", "--dry-run");
        assertThat(ahead.stdout()).contains("Revert of ones would restore 150 rows, no conflicts.");
        assertThat(app.query(ALL)).containsExactly("150");

        assertThat(app.launch(0, "datafix", "revert", "ones").stdout())
                .contains("fix ones: 150 rows restored, no conflicts");
        assertThat(app.query(ALL)).containsExactly("0");
        assertThat(app.launch(0, "datafix", "revert", "ones").stdout())
                .contains("fix ones is reverted already: nothing to do");
        assertThat(app.run(0, "history").stdout()).contains("datafix revert");
    }

    @Test
    void conflictsAreAWarningAndListedUpToAHundredWithTheirTotal() throws IOException, SQLException {
        database.execute("UPDATE t SET v = 5 WHERE id <= 120");

        JsonNode answer = json(app.run(0, "datafix", "revert", "ones", "--output", "json"));
        assertThat(answer.at("/result/reverted/restored").asInt())
                .as("%s", answer)
                .isEqualTo(30);
        assertThat(answer.at("/result/reverted/conflicts").asInt()).isEqualTo(120);
        assertThat(answer.at("/warnings/0").asText()).startsWith("120 values were changed after fix ones and left.");

        JsonNode shown = json(app.run(0, "datafix", "show", "ones", "--output", "json"));
        assertThat(shown.at("/result/fix/conflicts").asInt()).as("%s", shown).isEqualTo(120);
        assertThat(shown.at("/result/conflicts").size()).isEqualTo(100);
        assertThat(shown.at("/result/conflicts/0/kind").asText()).isEqualTo("changed");
        assertThat(shown.at("/result/conflicts/0/found").asText()).isEqualTo("5");
        assertThat(app.run(0, "datafix", "show", "ones").stdout()).contains("reverted_with_conflicts", "changed");
    }

    @Test
    void itIsRefusedWhereItShouldBe() throws SQLException {
        database.execute("UPDATE t SET v = 5 WHERE id = 1");
        assertThat(app.run(11, "datafix", "revert", "ones", "--mode", "strict").stderr())
                .contains("1 value was changed after it");
        assertThat(app.run(11, "datafix", "revert", "ones", "--mode", "force").stderr())
                .contains("--yes");
        app.run(0, "protect", "on");
        assertThat(app.run(11, "datafix", "revert", "ones").stderr()).contains("protected", "--yes");
        assertThat(app.query(ALL)).containsExactly("154");

        app.run(0, "datafix", "revert", "ones", "--mode", "force", "--yes");
        assertThat(app.query(ALL)).containsExactly("0");
        assertThat(app.query("SELECT state FROM oneoff_run WHERE command = 'datafix revert' ORDER BY started_at"))
                .isEqualTo(List.of("failed", "succeeded"));
    }

    @Test
    void whatNeverBeganIsRefusedAndWhatIsNotThereIsUnknown() throws IOException {
        app.fix("other", "UPDATE t SET v = 2 WHERE v = 3;");

        assertThat(app.run(11, "datafix", "revert", "other").stderr()).contains("was never begun");
        app.run(2, "datafix", "revert", "nonsense");
        app.run(2, "datafix", "revert");
    }

    private static JsonNode json(ProcessResult result) throws IOException {
        return new ObjectMapper().readTree(result.stdout());
    }
}
