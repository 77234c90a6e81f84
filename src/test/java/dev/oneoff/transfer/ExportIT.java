package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportIT extends ExportContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.create();
    }

    @Override
    String stored() {
        return "STORED";
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
    void equalValuesWithoutAKeyStandByTheirTexts() throws IOException, SQLException {
        for (String values : List.of(
                "(1.00, INTERVAL '24 hours', -0.0), (1.0, INTERVAL '1 day', 0), (1, INTERVAL '24 hours', 0)",
                "(1, INTERVAL '24 hours', 0), (1.0, INTERVAL '1 day', 0), (1.00, INTERVAL '24 hours', -0.0)")) {
            database.execute(
                    "DROP TABLE IF EXISTS bag",
                    "CREATE TABLE bag (n numeric, i interval, d double precision)",
                    "INSERT INTO bag SELECT n, i, CAST(CAST(d AS text) AS double precision) FROM (VALUES "
                            + values.replace("-0.0", "'-0'").replace(", 0)", ", '0')") + ") AS v (n, i, d)");
            app.run(0, "export", "bag.csv", "--force");
            assertThat(app.read("bag.csv")).isEqualTo("n,i,d\n1,24:00:00,0\n1.0,1 day,0\n1.00,24:00:00,-0\n");
        }
    }

    @Test
    void textsThatASpreadsheetWouldRunAreCounted() throws SQLException {
        database.execute(
                "CREATE TABLE cells (id int PRIMARY KEY, a text, n numeric, b varchar(20), z text)",
                "INSERT INTO cells VALUES (-1, '=1+1', -5, '@x', ''), (2, 'fine', -5, NULL, '=a,\"b\"'),"
                        + " (3, E'\\tx', NULL, '\"=', ',-'), (4, E'\\rx', 1, E'a\\n=b', '+'), (5, '', 1, '', 'a\"\"=')");

        for (String ending : List.of("csv", "tsv")) {
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
