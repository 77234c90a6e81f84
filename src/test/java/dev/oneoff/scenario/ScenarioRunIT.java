package dev.oneoff.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.support.FakeScript;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself, on a launcher that is a small script. */
class ScenarioRunIT {

    private static final String FAKE = """
            case $1 in
              url) echo "${DATABASE_URL-none}"; echo "${APP_ENV-unset}" ;;
              show) cat "$2" ;;
              where) pwd -P; echo "2026-11-20T10:04:31Z took 0.25 s" ;;
              fail) echo out; echo wrong >&2; exit 22 ;;
            esac""";

    @TempDir
    private Path folder;

    @Test
    void aScenarioThatHoldsPassesOnPostgres() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            run(database).withDatabaseUrl().check(ScenarioFile.parse("""
                    env APP_ENV=staging
                    $ oneoff url
                    postgres://postgres@127.0.0.1:<port>/<database>
                    staging
                    unset APP_ENV
                    unset DATABASE_URL
                    $ oneoff url
                    none
                    unset
                    sql> CREATE TABLE t (n int, s text)
                    sql> INSERT INTO t VALUES (1, NULL)
                    sql> SELECT n, s, current_database() FROM t
                    1 | NULL | <database>
                    """.replace(
                            "postgres@127.0.0.1:<port>", "<...>")));
        }
    }

    @Test
    void aScenarioThatHoldsPassesOnTheEmbeddedDatabase() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(app())) {
            run(database).check(ScenarioFile.parse("""
                    file jobs/a.txt <<EOF
                    one

                    EOF
                    $ oneoff show jobs/a.txt | tr a-z A-Z
                    ONE
                    \\
                    $ oneoff where
                    <folder>
                    <time> took <seconds> s
                    $ oneoff fail
                    out
                    ! wrong
                    exit 22
                    $ oneoff url
                    none
                    unset
                    sql> SELECT 1
                    1
                    """));
        }
    }

    @Test
    void aDifferenceIsShownWithItsLineAndBothSides() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(app())) {
            ScenarioRun run = run(database);

            assertThatThrownBy(() -> run.check(ScenarioFile.parse("# first\n$ oneoff fail\nout\nexit 22\n")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("line 2", "! wrong", "exit 22");
            assertThatThrownBy(() -> run.check(ScenarioFile.parse("$ oneoff fail\nout\n! wrong\n")))
                    .as("only the exit code differs")
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> run.check(ScenarioFile.parse("sql> SELECT 2\n1\n")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sql> SELECT 2\n2");
        }
    }

    @Test
    void aRecordedScenarioHoldsFromThenOn() throws IOException, SQLException {
        String text = "# kept\n\n$ oneoff where\n\n$ oneoff fail\n\nsql> SELECT 3\n";
        try (TestDatabase database = TestDatabase.h2(app())) {
            ScenarioRun run = run(database);
            String recorded = ScenarioFile.render(run.record(ScenarioFile.parse(text)));

            assertThat(recorded).isEqualTo("""
                            # kept

                            $ oneoff where
                            <folder>
                            <time> took <seconds> s

                            $ oneoff fail
                            out
                            ! wrong
                            exit 22

                            sql> SELECT 3
                            3
                            """);
            run.check(ScenarioFile.parse(recorded));
        }
    }

    private ScenarioRun run(TestDatabase database) throws IOException {
        return new ScenarioRun(Launcher.at(FakeScript.write(folder.resolve("bin/oneoff"), FAKE)), app(), database);
    }

    private Path app() throws IOException {
        return Files.createDirectories(folder.resolve("app"));
    }
}
