package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ExportIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE users (name text NOT NULL, id text PRIMARY KEY, low text GENERATED ALWAYS AS (lower(name)) STORED)",
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
    void aFileThatIsThereIsKeptUnlessItIsToBeReplaced() throws IOException {
        app.file("users.csv", "mine");

        assertThat(app.run(11, "export", "users.csv").stderr()).contains("users.csv is there already", "--force");
        assertThat(app.read("users.csv")).isEqualTo("mine");

        app.run(0, "export", "users.csv", "--force");
        assertThat(app.read("users.csv")).startsWith("name,id\n");
    }

    @Test
    void columnsConditionsAndQueriesChooseWhatIsExported() throws IOException {
        app.run(0, "export", "few.csv", "users", "--columns", "id,low", "--where", "name <> '' -- not the nameless");
        assertThat(app.read("few.csv")).isEqualTo("id,low\na,cy\nb,ann\n");

        app.run(0, "export", "q.tsv", "--query", "SELECT count(*) AS n, 'a' || chr(9) AS t FROM users;");
        assertThat(app.read("q.tsv")).isEqualTo("n\tt\n3\t\"a\t\"\n");
    }

    @Test
    void rowsStandInTheOrderThatIsAskedFor() throws IOException, SQLException {
        database.execute("INSERT INTO users (name, id) VALUES ('Ann', 'a2')");
        app.run(0, "export", "by.csv", "users", "--order", "NAME", "--columns", "id");
        assertThat(app.read("by.csv")).isEqualTo("id\nB\na2\nb\na\n");

        app.run(0, "export", "none.csv", "users", "--order", "none", "--columns", "id");
        assertThat(app.read("none.csv").lines()).containsExactlyInAnyOrder("id", "a", "B", "b", "a2");

        assertThat(app.run(22, "export", "n.csv", "users", "--order", "id,nmae").stderr())
                .contains("public.users has no column nmae.", "Did you mean name?");
        app.run(2, "export", "n.csv", "users", "--order", "none,id");
        app.run(2, "export", "n.csv", "--query", "SELECT 1", "--order", "id");
    }

    @Test
    void noCollationDecidesTheOrderOfAKey() throws IOException, SQLException {
        database.execute(
                "CREATE DOMAIN word AS text COLLATE \"en-x-icu\"",
                "CREATE TABLE d (k word PRIMARY KEY)",
                "INSERT INTO d VALUES ('a'), ('B'), ('b')",
                "CREATE TABLE l (k text[] COLLATE \"en-x-icu\" PRIMARY KEY)",
                "INSERT INTO l VALUES ('{a}'), ('{B}'), ('{b}')",
                "CREATE TABLE e (k inet PRIMARY KEY)",
                "INSERT INTO e VALUES ('10.0.0.9'), ('10.0.0.10')");
        app.run(0, "export", "d.csv");
        app.run(0, "export", "l.csv");
        app.run(0, "export", "e.ndjson");
        assertThat(app.read("d.csv")).isEqualTo("k\nB\na\nb\n");
        assertThat(app.read("l.csv")).isEqualTo("k\n{B}\n{a}\n{b}\n");
        assertThat(app.read("e.ndjson")).isEqualTo("{\"k\":\"10.0.0.9/32\"}\n{\"k\":\"10.0.0.10/32\"}\n");
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
        assertThat(app.run(20, "export", "bad.csv", "--query", "SELECT 1 / (3 - n) FROM generate_series(1, 5) n")
                        .stderr())
                .contains("division by zero");
        assertThat(app.run(20, "export", "nowhere/users.csv").stderr()).contains("nowhere/users.csv cannot be written");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void textsThatASpreadsheetWouldRunAreCounted() throws SQLException {
        database.execute(
                "CREATE TABLE cells (id int PRIMARY KEY, a text, n numeric, b varchar(20), z text)",
                "INSERT INTO cells VALUES (-1, '=1+1', -5, '@x', ''), (2, 'fine', -5, NULL, '=a,\"b\"'),"
                        + " (3, E'\\tx', NULL, '\"=', ',-'), (4, E'\\rx', 1, E'a\\n=b', '+'), (5, '', 1, '', 'a\"\"=')");

        for (String ending : java.util.List.of("csv", "tsv")) {
            assertThat(app.run(0, "export", "cells." + ending, "--warn-formulas")
                            .stdout())
                    .contains("a spreadsheet would take 6 texts for formulas")
                    .contains("in: a, b, z;");
        }
        assertThat(app.run(0, "export", "c.csv", "cells", "--columns", "id,n", "--warn-formulas")
                        .stdout())
                .doesNotContain("spreadsheet");
        assertThat(app.run(0, "export", "cells.json", "--warn-formulas").stdout())
                .doesNotContain("spreadsheet");
        assertThat(app.run(
                                0,
                                "export",
                                "q.csv",
                                "--query",
                                "SELECT -1 AS \"=n\", CAST('-1' AS text) AS t",
                                "--warn-formulas")
                        .stdout())
                .contains("1 text for a formula", "in: t;");
    }
}
