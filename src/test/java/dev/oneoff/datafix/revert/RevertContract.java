package dev.oneoff.datafix.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.datafix.Reverted;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is put back, what stays, and what a revert says about it. */
abstract class RevertContract extends WithFixedApp {

    private static final String ALL = "SELECT id, a, b FROM t ORDER BY id";
    private static final String STATE = "SELECT state FROM oneoff_fix";
    private static final String BOTH = "UPDATE t SET a = a || '!', b = b + 100 WHERE b < 100;";

    private List<String> table(int rows) throws SQLException {
        app.execute(
                "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text UNIQUE, b int)",
                "INSERT INTO t (a, b) SELECT 'a' || n, mod(n, 50) FROM generate_series(1, " + rows + ") AS s (n)");
        return app.query(ALL);
    }

    @Test
    void everythingComesBackOverManyBatchesAndOnlyOnce() throws IOException, SQLException {
        List<String> before = table(300);
        app.apply(BOTH);
        assertThat(app.query("SELECT CASE WHEN count(*) > 3 THEN 'many' END FROM oneoff_image"))
                .containsExactly("many");

        assertThat(app.preview().restored()).isEqualTo(300);
        assertThat(app.query(STATE)).containsExactly("succeeded");
        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(reverted.restored()).isEqualTo(300);
        assertThat(reverted.state()).isEqualTo("reverted");
        assertThat(app.query(ALL)).isEqualTo(before);
        assertThat(app.query("SELECT command, state FROM oneoff_run WHERE command LIKE '%revert'"))
                .containsExactly("datafix revert | succeeded");

        app.execute("UPDATE t SET b = 7 WHERE id = 1");
        List<String> after = app.query(ALL);
        for (Mode mode : Mode.values()) {
            Reverted second = app.revert(mode);
            assertThat(second.sentence()).isEqualTo("fix fix is reverted already: nothing to do");
        }
        assertThat(app.query(ALL)).isEqualTo(after);
        assertThat(app.query("SELECT count(*) FROM oneoff_run")).containsExactly("2");
    }

    @Test
    void editsAndDeletesAfterTheFixSurviveAndAreListed() throws IOException, SQLException {
        table(5);
        app.apply(BOTH);
        app.execute(
                "UPDATE t SET a = 'mine' WHERE id = 2",
                "UPDATE t SET b = NULL WHERE id = 3",
                "DELETE FROM t WHERE id = 4",
                "UPDATE t SET a = 'a5' WHERE id = 5");

        assertThat(app.preview().conflicts()).isEqualTo(3);
        Reverted reverted = app.revert(Mode.SKIP);

        assertThat(app.query(ALL)).containsExactly("1 | a1 | 1", "2 | mine | 2", "3 | a3 | NULL", "5 | a5 | 5");
        assertThat(app.conflicts()).containsExactlyInAnyOrder("1 2 a changed mine", "1 3 b changed -", "1 4 - gone -");
        assertThat(reverted.state()).isEqualTo("reverted_with_conflicts");
        assertThat(reverted.restored()).isEqualTo(4);
        assertThat(reverted.warning())
                .hasValueSatisfying(text -> assertThat(text).startsWith("3 values were changed"));
        assertThat(app.revert(Mode.SKIP).sentence()).contains("already: nothing to do");
    }

    @Test
    void strictChangesNothingWhereAnythingWasChangedSince() throws IOException, SQLException {
        List<String> before = table(50);
        app.apply(BOTH);
        app.execute("UPDATE t SET b = 1 WHERE id = 50");
        List<String> fixed = app.query(ALL);

        Failure refused = app.refused(Mode.STRICT);

        assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(app.query(ALL)).isEqualTo(fixed);
        assertThat(app.query(STATE)).containsExactly("succeeded");
        app.execute("UPDATE t SET b = 100 WHERE id = 50");
        assertThat(app.revert(Mode.STRICT).conflicts()).isZero();
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void forceOverwritesWhatIsLeftAndNothingElse() throws IOException, SQLException {
        table(4);
        app.apply(BOTH);
        app.execute("UPDATE t SET a = 'mine', b = 0 WHERE id = 2", "DELETE FROM t WHERE id = 4");
        app.revert(Mode.SKIP);
        // After the revert: not what the fix wrote, and not what a conflict is about.
        app.execute("UPDATE t SET b = 77 WHERE id IN (1, 2)", "UPDATE t SET a = 'mine3' WHERE id = 3");

        Reverted forced = app.revert(Mode.FORCE);

        assertThat(app.query(ALL)).containsExactly("1 | a1 | 77", "2 | a2 | 2", "3 | mine3 | 3");
        assertThat(app.conflicts()).containsExactly("1 4 - gone -");
        assertThat(forced.restored()).isEqualTo(1);
        assertThat(forced.state()).isEqualTo("reverted_with_conflicts");
    }

    @Test
    void forceOverwritesAtOnce() throws IOException, SQLException {
        List<String> before = table(4);
        app.apply(BOTH);
        app.execute("UPDATE t SET a = 'mine', b = 0 WHERE id = 2");

        assertThat(app.revert(Mode.FORCE).state()).isEqualTo("reverted");
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void allColumnsAreKeptAndTheIdentityIsNotSet() throws IOException, SQLException {
        List<String> before = table(4);
        app.apply("-- images: row\nUPDATE t SET b = b + 100 WHERE b < 100;");
        app.execute("UPDATE t SET a = 'mine' WHERE id = 2");

        assertThat(app.revert(Mode.SKIP).conflicts()).isZero();
        assertThat(app.query(ALL)).containsExactly(before.get(0), "2 | mine | 2", before.get(2), before.get(3));
    }

    @Test
    void stepsOverTheSameRowsUnwindInReverse() throws IOException, SQLException {
        List<String> before = table(60);
        app.apply("UPDATE t SET b = b + 100 WHERE b < 100;\nUPDATE t SET b = b + 1000 WHERE b < 1000;\n"
                + "DELETE FROM t WHERE b >= 1140;");
        assertThat(app.query("SELECT count(*) FROM t")).containsExactly("50");

        assertThat(app.preview().conflicts()).isZero();
        assertThat(app.revert(Mode.STRICT).conflicts()).isZero();
        assertThat(app.query(ALL)).isEqualTo(before);
    }

    @Test
    void imagesNoneAndPurgedImagesAreRefusedWithWords() throws IOException, SQLException {
        table(3);
        app.apply("-- images: none\n" + BOTH);
        Failure none = app.refused(Mode.SKIP);
        app.execute("UPDATE oneoff_fix SET script = replace(script, '-- images: none', '--')");
        Failure purged = app.refused(Mode.SKIP);

        assertThat(none.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(none.title()).contains("images: none");
        assertThat(purged.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(purged.title()).contains("purged");
        assertThat(app.query(STATE)).containsExactly("succeeded");
    }
}
