package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A role that is denied something in the middle of a fix. */
class DeniedMidwayIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp fixer;

    @BeforeEach
    void role() throws IOException, SQLException {
        database = TestDatabase.create();
        fixer = FixApp.in(folder, database).with("DATABASE_URL", database.urlOfRoleWith("s3cret"));
        FixApp owner = FixApp.in(folder, database);
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 60) n",
                "CREATE TABLE secret (id int)",
                "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$"
                        + " BEGIN IF NEW.id = 50 THEN PERFORM FROM secret; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER look BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION look()");
        owner.run(0, "protect", "on");
        owner.run(0, "protect", "off", "--yes");
        database.execute(
                "GRANT USAGE ON SCHEMA public TO " + database.name(),
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + database.name());
        fixer.fix("1_ones", "UPDATE t SET v = 1 WHERE v = 0;");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ON secret",
                "INSERT ON oneoff_image",
                "INSERT ON oneoff_fix_chunk",
                "UPDATE ON oneoff_fix_chunk",
                "SELECT ON oneoff_fix_chunk",
                "SELECT ON oneoff_fix_reject"
            })
    void leavesItFailedAndTheNextRunGoesOn(String right) throws SQLException {
        database.execute("REVOKE " + right + " FROM " + database.name());

        assertThat(fixer.run(31, "datafix", "apply").stderr())
                .contains("permission denied", right.replaceAll(".* ", ""));

        assertThat(fixer.query("SELECT state FROM oneoff_fix")).containsExactly("failed");
        database.execute("GRANT " + right + " TO " + database.name());
        assertThat(fixer.run(0, "datafix", "list").stdout()).contains("failed");
        fixer.run(0, "datafix", "apply");
        assertThat(fixer.query("SELECT sum(v) FROM t")).containsExactly("60");
        assertThat(fixer.query("SELECT state FROM oneoff_fix")).containsExactly("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT ON secret", "UPDATE ON oneoff_fix_chunk"})
    void soItIsWithWorkers(String right) throws SQLException {
        database.execute("REVOKE " + right + " FROM " + database.name());

        fixer.run(31, "datafix", "apply", "--workers", "2");

        assertThat(fixer.query("SELECT state FROM oneoff_fix")).containsExactly("failed");
        database.execute("GRANT " + right + " TO " + database.name());
        fixer.run(0, "datafix", "apply", "--workers", "2");
        assertThat(fixer.query("SELECT sum(v) FROM t")).containsExactly("60");
    }
}
