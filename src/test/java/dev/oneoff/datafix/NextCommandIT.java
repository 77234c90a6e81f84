package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that a dry run says comes next is the one that was tried. */
class NextCommandIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void table() throws IOException, SQLException {
        database = TestDatabase.h2(folder);
        database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 0), (2, 0)");
        app = FixApp.in(folder, database).fix("1_ones", "UPDATE t SET v = 1 WHERE v = 0;");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void ofOneThatIsOverItSaysAgain() throws SQLException {
        app.run(0, "datafix", "apply");
        database.execute("UPDATE t SET v = 0");

        assertThat(app.run(0, "datafix", "apply", "1_ones", "--again", "--dry-run")
                        .stdout())
                .contains("Next: oneoff datafix apply 1_ones --again\n");
        assertThat(app.run(10, "datafix", "apply", "1_ones", "--again", "--check")
                        .stderr())
                .contains("oneoff datafix apply 1_ones --again\n");
    }

    @Test
    void whatWasGivenIsKeptAsAShellTakesIt() throws IOException {
        app.fix("2_to", "-- params: word varchar, n int\nUPDATE t SET v = :n WHERE v = 0 AND :word <> 'x';");

        assertThat(app.run(
                                0,
                                "datafix",
                                "apply",
                                "2_to",
                                "--dry-run",
                                "--param",
                                "word=it's $HOME",
                                "--param",
                                "n=2",
                                "--max-rows",
                                "5",
                                "--workers",
                                "3",
                                "--pace",
                                "gentle",
                                "--throttle",
                                "SELECT FALSE",
                                "--vacuum",
                                "--ticket",
                                "SHOP-1",
                                "--lock-wait",
                                "10s")
                        .stdout())
                .contains(
                        "Next: oneoff datafix apply 2_to --max-rows 5 --param 'word=it'\\''s $HOME' --param n=2"
                                + " --workers 3 --pace gentle --throttle 'SELECT FALSE' --vacuum --ticket SHOP-1 --lock-wait 10s\n");
    }

    @Test
    void ofSeveralThatWereNamedItNamesThemAndElseAll() throws IOException {
        app.fix("2_twos", "UPDATE t SET v = 2 WHERE v = 0;").fix("3_threes", "UPDATE t SET v = 3 WHERE v = 0;");

        assertThat(app.run(0, "datafix", "apply", "twos", "threes", "--dry-run", "--pace", "full")
                        .stdout())
                .contains("Next: oneoff datafix apply 2_twos 3_threes --pace full\n");
        assertThat(app.run(0, "datafix", "apply", "--dry-run").stdout()).contains("Next: oneoff datafix apply --all\n");
    }
}
