package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported and imported again is what it was, for every type; exported twice it is the same bytes. */
@Execution(ExecutionMode.CONCURRENT)
class RoundTripIT {

    private static final int ROWS = 300;
    private static final String[] PIECES = {
        "a", ",", "\"", "\n", "\r", "\r\n", "\\", "é", "😀", " ", "\\N", "\\.", "''", "\t", ";", "NULL", "{", "}",
        "=1+1"
    };

    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("smallint", List.of("-32768", "0", "7"));
        VALUES.put("integer", List.of("-2147483648", "42"));
        VALUES.put("bigint", List.of("9223372036854775807", "-1"));
        VALUES.put(
                "numeric", List.of("NaN", "1.0", "1.00", "1e-20", "123456789012345678901234567890.123456789", "-0.0"));
        VALUES.put("numeric(12,2)", List.of("NaN", "1.5", "-9999999999.99", "0"));
        VALUES.put("real", List.of("NaN", "Infinity", "1e-30", "0.1", "-0"));
        VALUES.put("double precision", List.of("NaN", "-Infinity", "0.1", "1e308", "-0", "0.30000000000000004"));
        VALUES.put("text", List.of("", " ", "x"));
        VALUES.put("varchar(40)", List.of("", "a b ", "NULL"));
        VALUES.put("char(5)", List.of("", "ab", "abcde"));
        VALUES.put("boolean", List.of("true", "false"));
        VALUES.put("date", List.of("infinity", "-infinity", "0044-03-15 BC", "2026-02-28", "9999-12-31"));
        VALUES.put("timestamp", List.of("infinity", "2026-01-02 03:04:05.678901", "0001-01-01 00:00:00 BC"));
        VALUES.put("timestamptz", List.of("-infinity", "2026-10-25 02:30:00.5+02", "1900-01-01 00:00:00+00"));
        VALUES.put("time", List.of("24:00:00", "00:00:00.000001"));
        VALUES.put("timetz", List.of("12:00:00+05:30"));
        VALUES.put("interval", List.of("1 year 2 mons -3 days 04:05:06.7", "-1 year", "0", "178000000 years"));
        VALUES.put("uuid", List.of("8c3b1f6e-3d0e-4bb9-8a5c-0a1b2c3d4e5f"));
        VALUES.put("bytea", List.of("\\x", "\\x00ff5c", "\\x0a0d22"));
        VALUES.put("json", List.of("{\"a\": 1.0,  \"b\":[]}", "null", "\"x\"", "{\"a\":1,\"a\":2}"));
        VALUES.put("jsonb", List.of("{\"b\": [1, {\"c\": null}], \"a\": \"\\\"\"}", "null", "1.00"));
        VALUES.put("int[]", List.of("{}", "{1,NULL,-3}", "{{1,2},{3,NULL}}", "[0:1]={5,6}"));
        VALUES.put("text[]", List.of("{\"a\\\"b\",NULL,\"\",\"NULL\",\"x,y\",\"\\\\\"}", "{{a},{b}}"));
        VALUES.put("numeric(6,2)[]", List.of("{1.50,NaN,NULL}", "[2:3]={1,2}"));
        VALUES.put("real[]", List.of("{Infinity,-0,1e-30}"));
        VALUES.put("boolean[]", List.of("{t,f,NULL}"));
        VALUES.put("char(2)[]", List.of("{a,\"\",bc}"));
        VALUES.put("timestamptz[]", List.of("{infinity,\"2026-10-25 02:30:00.5+02\"}"));
        VALUES.put("date[][]", List.of("{{2026-02-28,NULL},{-infinity,\"0044-03-15 BC\"}}"));
        VALUES.put("jsonb[]", List.of("{\"{\\\"a\\\": [1]}\",NULL,\"null\"}"));
        VALUES.put("bytea[]", List.of("{\"\\\\x00ff\",NULL}"));
        VALUES.put("mood[]", List.of("{good,\"very, bad\"}"));
        VALUES.put("pair[]", List.of("{\"(1,\\\"a,b\\\")\",NULL}"));
        VALUES.put("money", List.of("-1234.56"));
        VALUES.put("document", List.of("{\"a\": 1.0}", "[]"));
        VALUES.put("numbers", List.of("{1,2}", "[5:5]={1}"));
        VALUES.put("mood", List.of("good", "very, bad"));
        VALUES.put("positive", List.of("1", "99"));
        VALUES.put("pair", List.of("(1,\"a,b\")", "(,)", "(3,\"\")"));
        VALUES.put("int4range", List.of("empty", "[1,5)", "(,)"));
        VALUES.put("tstzrange", List.of("[\"2026-01-01 00:00:00+00\",infinity)"));
        VALUES.put("inet", List.of("::1", "10.1.2.3/24"));
        VALUES.put("cidr", List.of("10.1.0.0/16"));
        VALUES.put("macaddr", List.of("08:00:2b:01:02:03"));
        VALUES.put("bit(3)", List.of("101", "000"));
        VALUES.put("varbit", List.of("", "1"));
        VALUES.put("point", List.of("(1.5,-0)", "(NaN,Infinity)"));
        VALUES.put("tsvector", List.of("'a':1 'b c':2A", ""));
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "csv.gz", "json", "ndjson.gz"})
    void everyTypeComesBackAsItWas(String ending) throws IOException, SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            fill(database, new Random(seed));
            if (ending.contains("json")) {
                withoutDocumentsOfNull(database);
            }
            String digest = "SELECT md5(string_agg(CAST(t AS text), '|' ORDER BY id)) FROM item AS t";
            List<String> before = app.query(digest);

            app.run(0, "export", "item." + ending);
            app.run(0, "export", "again." + ending, "item");
            assertThat(Files.readAllBytes(folder.resolve("item." + ending)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("again." + ending)));

            assertThat(app.run(0, "import", "item." + ending, "--mode", "upsert", "--output", "json")
                            .stdout())
                    .as("seed %d", seed)
                    .contains("\"updated\" : 0", "\"inserted\" : 0", "\"unchanged\" : " + ROWS);

            database.execute("DELETE FROM item");
            app.run(0, "import", "item." + ending);
            assertThat(app.query(digest)).as("seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    void linesOfJsonAndAnArrayHoldTheSame() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            database.execute(
                    "CREATE TABLE t (id int PRIMARY KEY, a text, j jsonb, l int[])",
                    "INSERT INTO t VALUES (2, E'x\\n\"\\\\\\u0001', '{\"k\": [1]}', '{1,NULL}'), (1, NULL, NULL, NULL)");

            app.run(0, "export", "t.ndjson");
            app.run(0, "export", "t.json");
            database.execute("DELETE FROM t");
            app.run(0, "export", "none.json", "t");

            assertThat(app.read("t.ndjson").lines())
                    .containsExactly(
                            "{\"id\":1,\"a\":null,\"j\":null,\"l\":null}",
                            "{\"id\":2,\"a\":\"x\\n\\\"\\\\\\u0001\",\"j\":{\"k\": [1]},\"l\":[1,null]}");
            assertThat(app.read("t.json"))
                    .isEqualTo("[\n" + app.read("t.ndjson").replaceFirst("\n\\{", "\n,{") + "]\n");
            assertThat(app.read("none.json")).isEqualTo("[]\n");
        }
    }

    @Test
    void aColumnAloneKeepsItsRowsOfNothing() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            database.execute(
                    "CREATE TABLE n (v text)",
                    "INSERT INTO n VALUES ('1'), (NULL), (''), ('\\.')",
                    "CREATE TABLE m (v text)");
            app.run(0, "export", "n.csv");
            app.run(0, "import", "n.csv", "--into", "m", "--no-key");
            assertThat(app.query("SELECT coalesce(v, 'NULL') FROM m ORDER BY 1"))
                    .containsExactlyInAnyOrder("1", "NULL", "", "\\.");
        }
    }

    @Test
    void linesOfJsonHoldEveryValueOfEveryType() throws IOException, SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            fill(database, new Random(seed));
            List<String> types = List.copyOf(VALUES.keySet());
            withoutDocumentsOfNull(database);
            app.run(0, "export", "item.ndjson");

            database.execute("CREATE TABLE line (j json)");
            try (Connection connection = database.connect();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO line VALUES (CAST(? AS json))")) {
                for (String line : app.read("item.ndjson").split("\n", -1)) {
                    if (!line.isEmpty()) {
                        insert.setString(1, line);
                        insert.executeUpdate();
                    }
                }
            }
            // What a value of json is made of stands in a string, which this function takes for a document.
            String json = "c" + types.indexOf("json");
            String restored = IntStream.range(0, types.size())
                    .mapToObj(at -> "c" + at)
                    .map(name -> name.equals(json) ? "CAST(j ->> '" + name + "' AS json)" : "(r)." + name)
                    .collect(Collectors.joining(", "));
            String all =
                    IntStream.range(0, types.size()).mapToObj(at -> "c" + at).collect(Collectors.joining(", "));
            assertThat(app.query("SELECT CAST(ROW(id, " + all + ") AS text) FROM item ORDER BY id"))
                    .as("seed %d", seed)
                    .isEqualTo(app.query("SELECT CAST(ROW((r).id, " + restored
                            + ") AS text) FROM (SELECT j, json_populate_record(CAST(NULL AS item), j) AS r FROM line"
                            + " OFFSET 0) AS l ORDER BY (r).id"));
        }
    }

    @Test
    void aDocumentThatIsNullIsNotTakenForNothing() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            database.execute(
                    "CREATE DOMAIN doc AS jsonb",
                    "CREATE TABLE t (id int PRIMARY KEY, j jsonb, d doc)",
                    "INSERT INTO t VALUES (1, 'null', '1'), (2, NULL, 'null'), (3, '{\"a\": null}', NULL), (4, 'null', '1')");

            assertThat(app.run(11, "export", "t.json").stderr())
                    .contains("public.t has the document null", "2 rows of j, 1 row of d", "CSV");
            assertThat(Files.exists(folder.resolve("t.json"))).isFalse();
            app.run(11, "export", "-", "t", "--format", "ndjson", "--columns", "id,d");

            app.run(0, "export", "t.ndjson", "--columns", "id,j", "--where", "id = 2 OR j <> 'null'");
            assertThat(app.read("t.ndjson")).isEqualTo("{\"id\":2,\"j\":null}\n{\"id\":3,\"j\":{\"a\": null}}\n");
            app.run(0, "export", "t.csv");
            assertThat(app.read("t.csv")).isEqualTo("id,j,d\n1,null,1\n2,,null\n3,\"{\"\"a\"\": null}\",\n4,null,1\n");
        }
    }

    @Test
    void aValueOfJsonIsTheTextThatItIs() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            ImportApp app = new ImportApp(folder, database);
            database.execute(
                    "CREATE TABLE t (id int PRIMARY KEY, j json)",
                    "INSERT INTO t VALUES (1, E'{\n \"a\":1}'), (2, NULL)");
            app.run(0, "export", "t.ndjson");
            assertThat(app.read("t.ndjson"))
                    .isEqualTo("{\"id\":1,\"j\":\"{\\n \\\"a\\\":1}\"}\n{\"id\":2,\"j\":null}\n");

            app.run(0, "export", "q.ndjson", "--query", "SELECT id, j FROM t ORDER BY id");
            assertThat(app.read("q.ndjson")).isEqualTo("{\"id\":1,\"j\":{  \"a\":1}}\n{\"id\":2,\"j\":null}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void caselessTextsComeBackAsTheyWereWhereTheServerHasThem(String ending) throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            if (database.query("SELECT FROM pg_available_extensions WHERE name = 'citext'")
                    .isEmpty()) {
                assertThatThrownBy(() -> database.execute("CREATE EXTENSION citext"))
                        .isInstanceOf(SQLException.class);
                return;
            }
            database.execute(
                    "CREATE EXTENSION citext",
                    "CREATE TABLE t (c citext PRIMARY KEY, d citext, l citext[])",
                    "INSERT INTO t VALUES ('B', 'Ä', '{a,A,\"\"}'), ('a', '', '{}'), ('C ', NULL, NULL)");
            assertComesBack(new ImportApp(folder, database), "t." + ending, "SELECT c, d, l FROM t ORDER BY c");

            // What differs in case alone is the same key and another value.
            ImportApp app = new ImportApp(folder, database).file("t.csv", "c,d\nb,ä\n");
            app.run(0, "import", "t.csv", "--mode", "upsert");
            assertThat(app.query("SELECT c, d FROM t ORDER BY c")).containsExactly("a | ", "B | ä", "C  | NULL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void documentsOfXmlComeBackAsTheyWereWhereTheServerReadsThem(String ending) throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute("CREATE TABLE t (id int PRIMARY KEY, x xml, l xml[])");
            try {
                database.query("SELECT xmlparse(CONTENT '<a/>')");
            } catch (SQLException e) {
                // Built without libxml.
                assertThat(e.getSQLState()).isEqualTo("0A000");
                return;
            }
            database.execute(
                    "INSERT INTO t VALUES (1, '<a b=\"1\">é &amp; \"😀\"</a>', '{<a/>,NULL}'), (2, NULL, '{}'),"
                            + " (3, 'text, <b/>', NULL), (4, '', NULL), (5, E'<a>\n<![CDATA[,\"]]></a>', NULL),"
                            + " (6, E'<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>', NULL)");
            assertComesBack(
                    new ImportApp(folder, database), "t." + ending, "SELECT id, CAST(x AS text), l FROM t ORDER BY id");
        }
    }

    private static void assertComesBack(ImportApp app, String file, String all) throws SQLException {
        List<String> before = app.query(all);
        app.run(0, "export", file, "t");
        assertThat(app.run(0, "import", file, "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"updated\" : 0", "\"inserted\" : 0", "\"unchanged\" : " + before.size());
        app.database().execute("DELETE FROM t");
        app.run(0, "import", file);
        assertThat(app.query(all)).isEqualTo(before);
    }

    private static void withoutDocumentsOfNull(TestDatabase database) throws SQLException {
        String column = "c" + List.copyOf(VALUES.keySet()).indexOf("jsonb");
        database.execute("UPDATE item SET " + column + " = NULL WHERE " + column + " = 'null'");
    }

    private static void fill(TestDatabase database, Random random) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String type : VALUES.keySet()) {
            columns.add("c" + columns.size() + " " + type);
        }
        database.execute(
                "CREATE TYPE mood AS ENUM ('good', 'very, bad')",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE DOMAIN document AS jsonb",
                "CREATE DOMAIN numbers AS int[]",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE item (id bigint PRIMARY KEY, " + String.join(", ", columns)
                        + ", made text GENERATED ALWAYS AS ('<' || id) STORED)");
        for (int row = 0; row < ROWS; row++) {
            List<String> values = VALUES.entrySet().stream()
                    .map(type -> literal(type.getKey(), type.getValue(), random))
                    .collect(Collectors.toList());
            database.execute("INSERT INTO item VALUES (" + (random.nextInt(1000) * 1000L + row) + ", "
                    + String.join(", ", values) + ")");
        }
    }

    private static String literal(String type, List<String> values, Random random) {
        if (random.nextInt(5) == 0) {
            return "NULL";
        }
        String value = values.get(random.nextInt(values.size()));
        if (type.equals("text") && random.nextBoolean()) {
            StringBuilder odd = new StringBuilder();
            for (int piece = random.nextInt(8); piece > 0; piece--) {
                odd.append(PIECES[random.nextInt(PIECES.length)]);
            }
            value = odd.toString();
        }
        return "'" + value.replace("'", "''") + "'";
    }
}
