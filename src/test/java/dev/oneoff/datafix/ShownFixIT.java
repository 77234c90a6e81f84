package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneoff.support.PublishedSchema;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code datafix show} has of what a fix was given. */
class ShownFixIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void table() throws IOException, SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 0), (2, 0)");
        app = FixApp.in(folder, database)
                .file("datafixes/ones.csv", "id\n1\n2\n")
                .fix("1_add", """
                -- params: n numeric(4, 1), why text
                -- rows: ones.csv (id int)
                UPDATE t SET v = v + CAST(:n AS int) FROM rows WHERE t.id = rows.id AND :why <> ''
                -- check
                SELECT count(*) FROM t""");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void beforeItIsBegunTheParametersAndTheFileThatItWants() {
        JsonNode answer = shown();

        assertThat(answer.at("/result/params").toString())
                .isEqualTo("[{\"name\":\"n\",\"type\":\"numeric(4, 1)\",\"value\":null},"
                        + "{\"name\":\"why\",\"type\":\"text\",\"value\":null}]");
        assertThat(answer.at("/result/fix/rowsOf").asText()).isEqualTo("ones.csv");
        assertThat(answer.at("/result/fix/checked").isNull()).isTrue();
        assertThat(app.run(0, "datafix", "show", "add").stdout()).contains("numeric(4, 1)", "ones.csv");
    }

    @Test
    void afterwardsTheirValuesWhatTheCheckFoundAndTheFileItHad() {
        app.run(0, "datafix", "apply", "--param", "n=2.0", "--param", "why=because");

        JsonNode answer = shown();
        assertThat(answer.at("/result/params").findValuesAsText("value")).containsExactly("2.0", "because");
        assertThat(answer.at("/result/fix/rowsOf").asText()).contains("ones.csv, 2 rows, sha256 ");
        assertThat(answer.at("/result/fix/checked").asText()).contains("2");
        assertThat(app.run(0, "datafix", "show", "add").stdout())
                .containsPattern("n +numeric\\(4, 1\\) +2\\.0\n")
                .containsPattern("why +text +because\n")
                .contains("ones.csv, 2 rows, sha256 ")
                .containsPattern("checked +\\S*2");
    }

    private JsonNode shown() {
        PublishedSchema schema = new PublishedSchema();
        JsonNode answer = schema.parse(
                app.run(0, "datafix", "show", "add", "--output", "json").stdout());
        assertThat(schema.violations(answer)).isEmpty();
        return answer;
    }
}
