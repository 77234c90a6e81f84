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

/** What goes of what a fix has kept, once it has been over for long enough. */
abstract class PurgeContract {

    private static final String OLD = "UPDATE oneoff_fix SET changed_at = changed_at - INTERVAL '31' DAY";
    private static final String[] TABLES = {
        "oneoff_image", "oneoff_fix_work", "oneoff_fix_reject", "oneoff_fix_conflict"
    };

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    abstract TestDatabase create(Path folder) throws SQLException;

    /** One row cannot be changed, and is set aside. */
    @BeforeEach
    void fixed() throws IOException, SQLException {
        database = create(folder);
        database.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, v INT, CHECK (id <> 7 OR v = 0))",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 150) AS s (n)");
        app = FixApp.in(folder, database).fix("1_ones", """
                -- on_error: quarantine 3
                -- find
                SELECT id FROM t
                -- apply
                UPDATE t SET v = 1 WHERE id IN (:keys)""");
        app.run(21, "datafix", "apply");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void oldValuesKeysRowsSetAsideAndConflictsAreCountedThenDeleted() throws SQLException {
        database.execute("UPDATE t SET v = 5 WHERE id = 9");
        app.run(0, "datafix", "revert", "ones");
        assertThat(app.query("SELECT state FROM oneoff_fix")).containsExactly("reverted_with_conflicts");
        assertThat(counts()).doesNotStartWith("0 ").endsWith(" 150 1 1");
        assertThat(purged("--dry-run").at("/purged/fixes").asInt()).isZero();
        database.execute(OLD);

        JsonNode ahead = purged("--dry-run");
        assertThat(ahead.at("/purged/setAside").asInt()).as("%s", ahead).isEqualTo(1);
        assertThat(ahead.at("/purged/conflicts").asInt()).isEqualTo(1);
        assertThat(ahead.at("/purged/work").asInt()).isEqualTo(150);
        assertThat(ahead.at("/purged/fixes").asInt()).isEqualTo(1);
        assertThat(ahead.at("/headline").asText()).contains("150 rows of work, 1 row set aside, 1 conflict");
        assertThat(counts()).endsWith(" 150 1 1");

        assertThat(purged().at("/purged")).isEqualTo(ahead.at("/purged"));
        assertThat(counts()).isEqualTo("0 0 0 0");
        assertThat(purged().at("/purged/fixes").asInt()).isZero();
        assertThat(app.run(0, "datafix", "show", "ones").stdout()).contains("reverted_with_conflicts");
    }

    @Test
    void whatIsNotOverKeepsAllOfIt() throws SQLException {
        database.execute(OLD);
        String before = counts();

        assertThat(purged().at("/purged/fixes").asInt()).isZero();

        assertThat(counts()).isEqualTo(before).endsWith(" 150 1 0");
    }

    @Test
    void aRevertThatComesTooLateIsRefusedAndChangesNothing() throws SQLException {
        database.execute(OLD + ", state = 'succeeded'");
        purged();

        assertThat(app.run(11, "datafix", "revert", "ones").stderr()).contains("were purged");
        assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("149");
    }

    private String counts() throws SQLException {
        StringBuilder counts = new StringBuilder();
        for (String table : TABLES) {
            counts.append(' ').append(app.query("SELECT count(*) FROM " + table).get(0));
        }
        return counts.substring(1);
    }

    private JsonNode purged(String... options) {
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"datafix", "purge", "--output", "json"}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        PublishedSchema schema = new PublishedSchema();
        JsonNode answer = schema.parse(app.run(0, command).stdout());
        assertThat(schema.violations(answer)).isEmpty();
        return answer.at("/result");
    }
}
