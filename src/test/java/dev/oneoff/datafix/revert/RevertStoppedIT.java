package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revert that dies between two images goes on from there, and each row is put back once. */
class RevertStoppedIT extends WithFixedApp {

    @Override
    FixedApp in(Path folder) {
        return FixedApp.onPostgres(folder);
    }

    private static final String ALL = "SELECT id, v FROM t ORDER BY id";
    private static final String STATE = "SELECT state FROM oneoff_fix";
    private static final String LEFT =
            "SELECT count(*) FILTER (WHERE reverted) > 0, count(*) FILTER (WHERE NOT reverted) > 0"
                    + " FROM oneoff_image";

    private List<String> before = List.of();

    @BeforeEach
    void applied() throws IOException, SQLException {
        app.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, n FROM generate_series(1, 200) n");
        before = app.query(ALL);
        app.apply("UPDATE t SET v = v + 1000 WHERE v < 1000;");
        app.execute(
                "CREATE TABLE written (id int)",
                """
                CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO written VALUES (new.id);
                    RETURN new;
                END $$""",
                "CREATE TRIGGER noted AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noted()");
    }

    private void failing(String statement) throws SQLException {
        app.execute("""
                CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    %s;
                    RETURN new;
                END $$""".formatted(statement), """
                CREATE TRIGGER fails BEFORE UPDATE ON t FOR EACH ROW
                WHEN (new.id = 60) EXECUTE FUNCTION fails()""");
    }

    private void goesOn() throws SQLException {
        assertThat(app.query(STATE)).containsExactly("reverting");
        assertThat(app.query(LEFT)).containsExactly("t | t");
        app.execute("DROP TRIGGER fails ON t");

        app.revert(Mode.SKIP);

        assertThat(app.query(STATE)).containsExactly("reverted");
        assertThat(app.query(ALL)).isEqualTo(before);
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM written"))
                .containsExactly("200 | 200");
    }

    @Test
    void whenItsSessionIsTerminated() throws SQLException {
        failing("PERFORM pg_terminate_backend(pg_backend_pid())");

        assertThat(app.refused(Mode.SKIP).kind()).isEqualTo(FailureKind.UNREACHABLE);
        goesOn();
    }

    @Test
    void whenARowCannotBePutBackAndTheBatchIsNamed() throws SQLException {
        failing("RAISE EXCEPTION 'not this one'");

        Failure failure = app.refused(Mode.SKIP);

        assertThat(failure.kind()).isEqualTo(FailureKind.STEP_FAILED);
        assertThat(failure.title()).matches("Fix fix, statement 1, batch \\d+ cannot be taken back: .*not this one.*");
        goesOn();
    }

    @Test
    void whenATriggerKeepsARowBack() throws SQLException {
        failing("RETURN NULL");

        assertThat(app.refused(Mode.SKIP).title()).contains("1 of ", "kept back by a trigger");
        goesOn();
    }

    @Test
    void anotherRunThatTookItOverIsNotOverwritten() throws SQLException {
        failing("UPDATE oneoff_fix SET run_id = 'another'");

        Failure lost = app.refused(Mode.SKIP);

        assertThat(lost.kind()).isEqualTo(FailureKind.STOPPED);
        goesOn();
    }
}
