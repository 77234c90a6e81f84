package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A changeset that begins or ends a transaction itself is turned down before anything runs, in both directions. */
class RefusedStatementsIT extends WithSampleApp {

    @ParameterizedTest
    @CsvSource({
        "''               , BEGIN ,   BEGIN;~INSERT INTO t VALUES (1);~COMMIT;",
        "''               , COMMIT,   INSERT INTO t VALUES (1); COMMIT;",
        "endDelimiter:/   , COMMIT,   INSERT INTO t VALUES (1)~/~COMMIT~/",
        "endDelimiter:GO  , ROLLBACK, INSERT INTO t VALUES (1)~GO~ROLLBACK~GO"
    })
    void forward(String attributes, String word, String sql) throws IOException, SQLException {
        app.changeset("1-t", "CREATE TABLE t (n int);").changeset("2-bad", attributes, sql.replace('~', '\n'));

        assertRefused(InProcess.failure(InProcess.of(app)::migrate), word);
        assertThat(database.query("SELECT to_regclass('t')")).containsExactly("NULL");
    }

    @ParameterizedTest
    @CsvSource({
        "''                                        , BEGIN,  --rollback BEGIN;~--rollback DELETE FROM t;~--rollback COMMIT;",
        "''                                        , COMMIT, --rollback DELETE FROM t; COMMIT;",
        "endDelimiter:/ rollbackEndDelimiter:/     , COMMIT, --rollback DELETE FROM t~--rollback /~--rollback COMMIT~--rollback /"
    })
    void backward(String attributes, String word, String back) throws IOException, SQLException {
        app.changeset("1-t", attributes, "CREATE TABLE t (n int)\n" + back.replace('~', '\n'))
                .changeset("2-u", "CREATE TABLE u (n int);\n--rollback DROP TABLE u;");
        InProcess oneoff = InProcess.of(app);
        oneoff.migrate();

        Selection both = new Selection(Optional.empty(), Optional.of(2));
        assertRefused(InProcess.failure(() -> oneoff.rollback(both)), word);
        assertThat(database.query("SELECT to_regclass('u')")).containsExactly("u");
        assertThat(database.query("SELECT count(*) FROM databasechangelog")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({
        "''                     , SELECT pg_advisory_unlock_all(), SELECT 1;~SELECT pg_advisory_unlock_all();",
        "runInTransaction:false , DISCARD ALL,                     DISCARD ALL;",
    })
    void whatFreesTheLockOfTheRun(String attributes, String first, String sql) throws IOException, SQLException {
        String text = sql.replace('~', '\n');
        app.changeset("1-t", "CREATE TABLE t (n int);").changeset("2-bad", attributes, text);

        Failure failure = InProcess.failure(InProcess.of(app)::migrate);
        assertThat(failure.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(failure.title())
                .isEqualTo("Changeset changelog/changes/2-bad.sql::2-bad::test frees all locks of the session,"
                        + " so also the one of this run: " + first);
        assertThat(failure.hint()).startsWith("Nothing was changed. Take " + first + " out");
        assertThat(database.query("SELECT to_regclass('t')")).containsExactly("NULL");

        String back = text.lines().map(line -> "\n--rollback " + line).collect(Collectors.joining());
        app.changeset("2-bad", attributes, "SELECT 1;" + back);
        InProcess.of(app).migrate();
        Failure backward =
                InProcess.failure(() -> InProcess.of(app).rollback(new Selection(Optional.empty(), Optional.of(2))));
        assertThat(backward.title()).contains("frees all locks of the session");
        assertThat(database.query("SELECT count(*) FROM databasechangelog")).containsExactly("2");
    }

    private static void assertRefused(Failure failure, String word) {
        assertThat(failure.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(failure.title()).contains("begins or ends a transaction itself: " + word);
        assertThat(failure.hint()).startsWith("Nothing was changed. Take " + word);
    }
}
