package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is seen of a fix that is running. */
@Execution(ExecutionMode.CONCURRENT)
class WatchedFixIT {

    private static final String CLEAR = "\r\u001b[K";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /** It takes two seconds. */
    @BeforeEach
    void slowTable() throws IOException, SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database).fix("1_slow", "UPDATE t SET v = 1 WHERE v = 0;");
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 1000) n",
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.002); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION slow()");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private FixApp watched(String... more) {
        FixApp watched = app.with("ONEOFF_JAVA_OPTS", "-Doneoff.terminal=err").with("TERM", "xterm");
        for (int at = 0; at < more.length; at += 2) {
            watched = watched.with(more[at], more[at + 1]);
        }
        return watched;
    }

    @Test
    void onATerminalOneLineIsDrawnAgainAndGoneAtTheEnd() {
        ProcessResult applied = watched().launch(0, "datafix", "apply");

        assertThat(applied.stderr())
                .containsPattern("\\r\\x1b\\[K\\d+ of 1,000 rows changed, \\d+ %, \\d+ rows/s, \\d+ s left  1_slow")
                .endsWith(CLEAR)
                .doesNotContain("\n");
        assertThat(applied.stdout()).contains("INFO fix 1_slow: 1,000 rows changed");

        assertThat(watched().launch(0, "datafix", "revert", "slow").stderr())
                .containsPattern("\\d+ of about 1,000 rows restored, \\d+ %")
                .endsWith(CLEAR);
    }

    @Test
    void elsewhereAndWhereNobodyWantsItNothingIsDrawn() throws SQLException {
        assertThat(watched("TERM", "dumb").launch(0, "datafix", "apply").stderr())
                .isEmpty();
        database.execute("UPDATE t SET v = 0");
        assertThat(watched()
                        .launch(0, "datafix", "apply", "slow", "--again", "--quiet")
                        .stderr())
                .isEmpty();
        database.execute("UPDATE t SET v = 0");
        assertThat(app.launch(0, "datafix", "apply", "slow", "--again").stderr())
                .isEmpty();
    }
}
