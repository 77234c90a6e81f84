package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an export promises on either engine. */
@Execution(ExecutionMode.CONCURRENT)
abstract class ExportContract {

    @TempDir
    private Path folder;

    TestDatabase database;
    ImportApp app;

    abstract TestDatabase open(Path application) throws SQLException;

    /** Returns how a column is called that is computed when its row is written. */
    abstract String stored();

    @BeforeEach
    void table() throws SQLException {
        database = open(folder);
        database.execute(
                "CREATE TABLE users (name text NOT NULL, id text PRIMARY KEY, low text GENERATED ALWAYS AS (lower(name)) "
                        + stored() + ")",
                "INSERT INTO users (name, id) VALUES ('Ann', 'b'), ('', 'B'), ('Cy', 'a')");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void rowsStandInTheOrderOfTheirKeyWithoutWhatIsComputed() throws IOException {
        assertThat(app.run(0, "export", "users.csv").stdout())
                .contains("users.csv: 3 rows of public.users", "left out, since it is computed: low");
        assertThat(app.read("users.csv")).isEqualTo("name,id\n\"\",B\nCy,a\nAnn,b\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("users.csv"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tablesWithoutColumnsForAFileAreRefused() throws SQLException {
        database.execute(
                "CREATE TABLE bare ()", "CREATE TABLE derived (one integer GENERATED ALWAYS AS (1) " + stored() + ")");
        for (String table : List.of("bare", "derived")) {
            for (String file : List.of("out.csv", "out.json")) {
                assertThat(app.run(20, "export", file, table).stderr())
                        .contains("public." + table + " has no column whose values stand in a file.");
                assertThat(folder.resolve(file)).doesNotExist();
            }
        }
    }

    @Test
    void aFileThatIsThereIsKeptUnlessItIsToBeReplaced() throws IOException {
        app.file("users.csv", "mine");

        assertThat(app.run(11, "export", "users.csv").stderr()).contains("users.csv is there already", "--force");
        assertThat(app.read("users.csv")).isEqualTo("mine");

        app.run(0, "export", "users.csv", "--force");
        assertThat(app.read("users.csv")).startsWith("name,id\n");
    }

    @Test
    void whatIsNoFileIsNotReplaced() throws IOException {
        app.file("mine.txt", "mine");
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("mine.txt"));
        Files.createSymbolicLink(folder.resolve("lost.csv"), folder.resolve("nowhere"));
        Files.createDirectory(folder.resolve("folder.csv"));

        app.run(11, "export", "lost.csv", "users");
        assertThat(app.run(11, "export", "link.csv", "users", "--force").stderr())
                .contains("link.csv is a symbolic link, which --force does not replace.");
        for (String force : List.of("--force", "--warn-formulas")) {
            assertThat(app.run(11, "export", "folder.csv", "users", force).stderr())
                    .contains("folder.csv is a folder.", "--dir")
                    .doesNotContain("replace");
        }
        assertThat(app.run(11, "export", "/dev/null", "users", "--format", "csv", "--force")
                        .stderr())
                .contains("/dev/null is no file but a device or a pipe,");
        assertThat(app.read("mine.txt")).isEqualTo("mine");
    }

    @Test
    void columnsConditionsAndQueriesChooseWhatIsExported() throws IOException {
        app.run(0, "export", "few.csv", "users", "--columns", "id,low", "--where", "name <> '' -- not the nameless");
        assertThat(app.read("few.csv")).isEqualTo("id,low\na,cy\nb,ann\n");

        assertThat(app.run(2, "export", "twice.csv", "users", "--columns", "id,name,ID")
                        .stderr())
                .contains("The column ", " is named twice.");

        app.run(0, "export", "q.tsv", "--query", "SELECT count(*) AS n, 'a' || chr(9) AS t FROM users;");
        assertThat(app.read("q.tsv")).isEqualTo("n\tt\n3\t\"a\t\"\n");
    }

    @Test
    void columnsOfAQueryThatCannotBeToldApartAreRefused() {
        for (String file : List.of("q.csv", "q.json")) {
            assertThat(app.run(20, "export", file, "--query", "SELECT 1 AS a, 2 AS \"a\"")
                            .stderr())
                    .contains("AS total");
            assertThat(app.run(20, "export", file, "--query", "SELECT 1, 2 AS b")
                            .stderr())
                    .contains("A column of the query has no name.", "AS total");
        }
    }

    @Test
    void aTableThatIsNotThereIsSaidInTheWordsOfAnExport() throws SQLException {
        assertThat(app.run(22, "export", "userz.csv").stderr()).contains("Did you mean oneoff export userz.csv users?");
        assertThat(app.run(22, "export", "--tables", "users,userz", "--dir", "o")
                        .stderr())
                .contains("Did you mean --tables users?");
        for (int table = 0; table < 11; table++) {
            database.execute("CREATE TABLE other" + table + " (id int)");
        }
        database.execute("CREATE TABLE oneoff_run (id int)", "CREATE TABLE databasechangelog (id int)");
        assertThat(app.run(22, "export", "x.csv").stderr())
                .contains("Name one: oneoff export x.csv TABLE. There are other0, ", " and 2 more.")
                .doesNotContain("oneoff_run", "databasechangelog", "--into");
        app.run(0, "export", "oneoff_run.csv");
    }

    @Test
    void aViewIsExportedToo() throws IOException, SQLException {
        database.execute("CREATE VIEW short AS SELECT id FROM users WHERE name <> ''");
        app.run(0, "export", "short.csv");
        assertThat(app.read("short.csv")).isEqualTo("id\na\nb\n");
    }

    @Test
    void onStdoutThereIsNothingElse() {
        assertThat(app.run(0, "export", "-", "users", "--format", "ndjson", "--columns", "id")
                        .stdout())
                .isEqualTo("{\"id\":\"B\"}\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
        assertThat(app.run(2, "export", "-", "users").stderr()).contains("--format");
        app.run(2, "export", "-", "users", "--format", "csv", "--output", "json");
    }

    @Test
    void aQueryThatFailsHalfWayLeavesNoFile() throws IOException {
        assertThat(app.run(
                                20,
                                "export",
                                "bad.csv",
                                "--query",
                                "SELECT 1 / (3 - n) AS q FROM (VALUES (1), (2), (3)) AS v (n)")
                        .stderr())
                .containsIgnoringCase("division by zero");
        assertThat(app.run(20, "export", "nowhere/users.csv").stderr()).contains("nowhere/users.csv cannot be written");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }
}
