package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revert that stops between two images, and goes on there. */
abstract class RevertGoesOnContract extends WithFixedApp {

    private static final String ALL = "SELECT id, v FROM t ORDER BY id";
    private static final String STATE = "SELECT state FROM oneoff_fix";

    private List<String> before = List.of();

    @BeforeEach
    void applied() throws IOException, SQLException {
        app.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, n FROM generate_series(1, 200) AS s (n)");
        before = app.query(ALL);
        app.apply("UPDATE t SET v = v + 1000 WHERE v < 1000;");
    }

    @Test
    void whereAConstraintRefusesARowItsBatchIsNamedAndThoseAfterItAreDone() throws SQLException {
        app.execute("ALTER TABLE t ADD CONSTRAINT not_this_one CHECK (id <> 60 OR v > 1000)");

        Failure failure = app.refused(Mode.SKIP);

        assertThat(failure.kind()).isEqualTo(FailureKind.STEP_FAILED);
        assertThat(failure.title()).matches("Fix fix, statement 1, batch \\d+ cannot be taken back: .*not_this_one.*");
        assertThat(app.query(STATE)).containsExactly("reverting");
        assertThat(app.query("SELECT DISTINCT reverted FROM oneoff_image")).hasSize(2);
        assertThat(app.query("SELECT v FROM t WHERE id IN (60, 200) ORDER BY id"))
                .containsExactly("1060", "200");

        app.execute("ALTER TABLE t DROP CONSTRAINT not_this_one");
        app.revert(Mode.SKIP);
        assertThat(app.query(STATE)).containsExactly("reverted");
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void aFixWhoseProcessDiedIsTakenBackAsFarAsItCame() throws SQLException {
        app.execute(
                "UPDATE oneoff_fix SET state = 'running'",
                "UPDATE oneoff_fix_chunk SET lease_until = CURRENT_TIMESTAMP");

        assertThat(app.revert(Mode.SKIP).restored()).isEqualTo(200);
        assertThat(app.query(STATE)).containsExactly("reverted");
        assertThat(app.query("SELECT DISTINCT lease_until FROM oneoff_fix_chunk"))
                .containsExactly("NULL");
    }
}
