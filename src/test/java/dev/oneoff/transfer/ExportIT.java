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

    @Test
    void objectsAreThoseThatTheServerMakesByteForByte() throws IOException, SQLException {
        database.execute("CREATE DOMAIN score AS int CHECK (VALUE >= 0)", """
                CREATE TABLE objects (id int PRIMARY KEY, s smallint, b bigint, n numeric, f real, d double precision, sc score,
                    yes boolean, "a ""b"" \\c\td
                e\u0001" text, v varchar(90), c char(5), u uuid, day date, at timestamp, atz timestamptz, t time, tz timetz,
                    j jsonb, ints int[], texts text[], flags boolean[], times timestamptz[])""", """
                INSERT INTO objects VALUES (1, -5, 9223372036854775807, 1.50, 'NaN', '-Infinity', 3, TRUE, '', ' x ', 'ab',
                    '00000000-0000-0000-0000-00000000000A', '0044-03-15 BC', 'infinity', '2026-02-28 01:02:03.456+02', '24:00',
                    '01:02:03+05:30', '{"b": [1, null, "x\\n\\\\"], "a": 1e3}', '{{1,NULL},{3,4}}', '{"a,b",NULL,"\\"","\\\\"}',
                    '{t,f}', '{infinity,"2020-01-01 00:00+00"}')""", """
                INSERT INTO objects (id, n, f, d, yes, v, c) VALUES (2, 'NaN', 1e20, '-0', FALSE, '\\N', ''), (3, 1e30, 1e-7, 0.1, NULL, '\\.',
                    NULL), (4, -0.10, 'Infinity', 123456789, NULL, E'\\b\\f\\n\\r\\t\\v\\\\', E'\\\\N')""", """
                INSERT INTO objects (id, v) SELECT 100 + n, chr(n) || 'x' || chr(n) || chr(n) || chr(128512) || chr(n)
                FROM generate_series(1, 300) AS n""", """
                INSERT INTO objects (id, "a ""b"" \\c\td
                e\u0001") SELECT 1000 + n, repeat(E'"\\x01\\x0b', 500000 / n) FROM generate_series(1, 3) AS n""");
        List<String> made = app.query("""
                WITH zone AS MATERIALIZED (SELECT set_config('TimeZone', 'UTC', TRUE))
                SELECT row_to_json(o)::text FROM zone, objects AS o ORDER BY o.id""");

        app.run(0, "export", "objects.ndjson");
        assertThat(app.read("objects.ndjson").split("\n")).containsExactlyElementsOf(made);
        app.run(0, "export", "query.ndjson", "--query", "SELECT * FROM objects ORDER BY id");
        assertThat(app.read("query.ndjson").split("\n")).containsExactlyElementsOf(made);
        app.run(0, "export", "objects.json");
        assertThat(app.read("objects.json")).isEqualTo("[\n" + String.join("\n,", made) + "\n]\n");
    }

    @Test
    void aTypeThatIsCalledLikeAnotherIsATextAtMost() throws IOException, SQLException {
        database.execute(
                "CREATE SCHEMA own",
                "CREATE TYPE own.bool AS ENUM ('yes', 'no')",
                "CREATE TYPE own.int4 AS ENUM ('-', '1a', 'a1')",
                "CREATE TYPE public.serial AS ENUM ('1a', 'a1')",
                "CREATE TABLE like_others (a own.bool, b own.int4, c own.int4, d own.int4, e public.serial, f int, j json)",
                "INSERT INTO like_others VALUES ('yes', '-', '1a', 'a1', 'a1', 2, E'{\"a\":\\t1,\\r\\n\"b\": \"\\\\t\"}')",
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = own, public', current_database()); END$$");
        String begin = "{\"a\":\"yes\",\"b\":\"-\",\"c\":\"1a\",\"d\":\"a1\",\"e\":\"a1\",\"f\":2,\"j\":";

        app.run(0, "export", "q.ndjson", "--query", "TABLE like_others");
        assertThat(app.read("q.ndjson")).isEqualTo(begin + "{\"a\":\t1,  \"b\": \"\\t\"}}\n");
        app.run(0, "export", "t.ndjson", "like_others");
        assertThat(app.read("t.ndjson")).isEqualTo(begin + "\"{\\\"a\\\":\\t1,\\r\\n\\\"b\\\": \\\"\\\\t\\\"}\"}\n");
    }
}
