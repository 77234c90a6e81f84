package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Files for a table without rows, which go a shorter way: it comes to the same. */
@Execution(ExecutionMode.CONCURRENT)
class EmptyTableIT {

    private static final String GOOD = """
            id,email,team,boss,amount,code,day
            1,a@x,1,,1.50,abc,2026-01-01
            2,A@x,,1,-2,abcde,2026-01-02
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE TABLE team (id int PRIMARY KEY)",
                "INSERT INTO team VALUES (1)",
                "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, team int REFERENCES team,"
                        + " boss int REFERENCES users, amount numeric(5, 2) CHECK (amount < 500), code varchar(5),"
                        + " day date NOT NULL, twice int GENERATED ALWAYS AS (id * 2) STORED CHECK (twice < 20))");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aDryRunCountsTheRowsThatWouldBeInsertedAndTouchesNothing() throws IOException, SQLException {
        app.file("users.csv", GOOD);

        assertThat(app.run(0, "import", "users.csv", "--dry-run").stdout()).contains("2 inserted");
        assertThat(app.run(0, "import", "users.csv", "--dry-run", "--mode", "upsert", "--key", "id")
                        .stdout())
                .contains("2 inserted");

        assertThat(app.query("SELECT count(*) FROM users")).containsExactly("0");
        app.run(0, "import", "users.csv");
        assertThat(app.run(0, "import", "users.csv", "--dry-run").stdout()).contains("2 unchanged");
    }

    @Test
    void aDryRunTellsEveryMistakeThatTheImportTells() throws IOException {
        for (String wrong : List.of(
                "1,b@x,,,1,a,2026-01-01",
                "3,a@x,,,1,a,2026-01-01",
                "3,b@x,7,,1,a,2026-01-01",
                "3,b@x,,9,1,a,2026-01-01",
                "3,b@x,,,1.234,a,2026-01-01",
                "3,b@x,,,1000,a,2026-01-01",
                "3,b@x,,,500,a,2026-01-01",
                "3,b@x,,,1,abcdef,2026-01-01",
                "3,b@x,,,1,a,",
                "3,b@x,,,1,a,2026-02-30",
                "3,,,,1,a,2026-01-01",
                ",b@x,,,1,a,2026-01-01",
                "3,b@x,,,1,a",
                "3,b@x,,,1,\"a\"b,2026-01-01")) {
            app.file("users.csv", GOOD + wrong + "\n");
            assertThat(reported(22, "--dry-run"))
                    .as(wrong)
                    .isNotEmpty()
                    .isEqualTo(reported(22, "--max-errors", "0"))
                    .isEqualTo(reported(22, "--dry-run", "--mode", "upsert", "--key", "id"));
        }
    }

    @Test
    void aTextIsTwiceInTheFileAsTheCollationOfItsColumnSays() throws IOException, SQLException {
        database.execute("ALTER TABLE users ALTER COLUMN email TYPE text COLLATE blind");
        app.file("users.csv", GOOD);

        app.run(22, "import", "users.csv", "--dry-run");

        database.execute("ALTER TABLE users ALTER COLUMN email TYPE text COLLATE \"C\"");
        app.run(0, "import", "users.csv", "--dry-run");
    }

    @Test
    void whatItInsertedIsUndoneUnlessSomebodyHasChangedItSince() throws IOException, SQLException {
        for (String[] options : new String[][] {{"--mode", "upsert", "--key", "id"}, {"--undoable"}}) {
            database.execute("DELETE FROM users");
            app.file("users.csv", GOOD + "3,c@x,,,1,,2026-01-03\n");
            app.run(0, with(options));
            String run = app.query("SELECT id FROM oneoff_run ORDER BY started_at DESC LIMIT 1")
                    .get(0);
            assertThat(app.query("SELECT DISTINCT xmin FROM users")).hasSize(1);
            assertThat(app.query("SELECT row_count FROM oneoff_import_image ORDER BY written_at DESC LIMIT 1"))
                    .containsExactly("3");
            database.execute(
                    "UPDATE users SET code = 'mine' WHERE id = 3",
                    "INSERT INTO users (id, email, day) VALUES (4, 'd@x', '2026-01-04')");

            app.run(0, "import", "--undo", run);

            assertThat(app.query("SELECT id, code FROM users ORDER BY id")).containsExactly("3 | mine", "4 | NULL");
        }
    }

    @Test
    void aDryRunNeedsNoMorePermissionsThanTheImport() throws IOException, SQLException {
        String url = database.urlOfRoleWith("s3cret");
        database.execute("CREATE TABLE log (n int)", "GRANT INSERT ON log TO " + database.name());
        app.file("log.csv", "n\n1\n");

        ProcessResult result =
                new InProcess(folder, Map.of("DATABASE_URL", url)).run("import", "log.csv", "--no-key", "--dry-run");

        assertThat(result.exitCode()).as("%s", result).isZero();
    }

    private static String[] with(String... options) {
        return Stream.concat(Stream.of("import", "users.csv"), Stream.of(options))
                .toArray(String[]::new);
    }

    private String reported(int exitCode, String... options) throws IOException {
        app.run(exitCode, with(options));
        String report = app.read("users.rejects.report.csv");
        Files.delete(folder.resolve("users.rejects.report.csv"));
        Files.delete(folder.resolve("users.rejects.csv"));
        return report;
    }
}
