package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix of a release that wants parameters, which nobody can give there. */
class ReleaseParamsIT {

    private static final String FIX = "-- params: v int\nUPDATE t SET v = :v WHERE v = 0;";

    @TempDir
    private Path folder;

    @Test
    void isRefusedBeforeAnythingIsChanged() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            FixApp app = FixApp.in(folder, database)
                    .file("changelog/root.sql", """
                    --liquibase formatted sql
                    --changeset ada:more
                    INSERT INTO t VALUES (3, 0);
                    """)
                    .fix("1_to", "-- phase: release\n" + FIX);
            database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 0), (2, 0)");

            for (String[] command : new String[][] {
                {"migrate", "--fixes"},
                {"migrate", "--fixes", "--dry-run"},
                {"datafix", "list"},
                {"datafix", "apply", "1_to", "--param", "v=7"}
            }) {
                assertThat(app.run(22, command).stderr())
                        .contains(
                                "datafixes/1_to.sql, line 3", "migrate --fixes gives no parameters", "phase: release");
            }
            assertThat(app.query("SELECT count(*) FROM t")).containsExactly("2");

            app.fix("1_to", FIX).run(0, "migrate", "--fixes");
            app.run(0, "datafix", "apply", "1_to", "--param", "v=7");
            assertThat(app.query("SELECT sum(v) FROM t")).containsExactly("21");
        }
    }

    @Test
    void whereItWasBegunWithThemItGoesOnWhenThatLineIsGone() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            FixApp app = FixApp.in(folder, database).fix("1_to", FIX);
            database.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 0)");
            app.run(0, "datafix", "apply", "--param", "v=7");
            // As an earlier version let it begin.
            database.execute("UPDATE oneoff_fix SET state = 'failed', script = REPLACE(script, '-- params',"
                    + " '-- phase: release' || CHR(10) || '-- params')");

            app.run(0, "datafix", "list");
            app.run(0, "datafix", "apply");
            assertThat(app.query("SELECT state FROM oneoff_fix")).containsExactly("succeeded");
        }
    }
}
