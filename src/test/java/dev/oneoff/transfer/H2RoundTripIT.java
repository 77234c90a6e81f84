package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported from the embedded database and imported again is what it was, for every type of H2. */
@Execution(ExecutionMode.CONCURRENT)
class H2RoundTripIT {

    private static final int ROWS = 200;
    private static final String[] PIECES = {
        "a", ",", "\"", "\n", "\r", "\r\n", "\\", "é", "😀", " ", "\\N", "\\.", "'", "\t", ";", "NULL", "{", "}", "=1+1"
    };

    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("SMALLINT", List.of("-32768", "0", "7"));
        VALUES.put("INTEGER", List.of("-2147483648", "42"));
        VALUES.put("BIGINT", List.of("9223372036854775807", "-1"));
        VALUES.put("NUMERIC(12, 2)", List.of("1.5", "-9999999999.99", "0"));
        VALUES.put("NUMERIC(40, 20)", List.of("0.00000000000000000001", "12345678901234567890.5"));
        VALUES.put("NUMERIC", List.of("1.00", "123456789012345678901234567890.123456789"));
        VALUES.put("DECFLOAT", List.of("'NaN'", "'-Infinity'", "1E-20", "12345E+40", "1.00"));
        VALUES.put("DECFLOAT(5)", List.of("12345", "0.1"));
        VALUES.put("REAL", List.of("'NaN'", "'Infinity'", "1e-30", "0.1", "-0.0"));
        VALUES.put("DOUBLE PRECISION", List.of("'NaN'", "'-Infinity'", "0.1", "1e308", "0.30000000000000004"));
        VALUES.put("VARCHAR", List.of("''", "' '", "'x'"));
        VALUES.put("VARCHAR(40)", List.of("''", "'a b '", "'NULL'"));
        VALUES.put("CHAR(5)", List.of("''", "'ab'", "'abcde'"));
        VALUES.put("CLOB", List.of("''", "'long'"));
        VALUES.put("BOOLEAN", List.of("TRUE", "FALSE"));
        VALUES.put("DATE", List.of("DATE '-0044-03-15'", "DATE '2026-02-28'", "DATE '12345-12-31'"));
        VALUES.put("TIME", List.of("TIME '00:00:00'", "TIME '23:59:59'"));
        VALUES.put("TIME(9)", List.of("TIME '12:00:00.000000001'", "TIME '23:59:59.5'"));
        VALUES.put("TIME(3) WITH TIME ZONE", List.of("TIME WITH TIME ZONE '12:00:00.5+05:30'"));
        VALUES.put("TIMESTAMP", List.of("TIMESTAMP '2026-01-02 03:04:05.678901'", "TIMESTAMP '-0001-01-01 00:00:00'"));
        VALUES.put("TIMESTAMP(9)", List.of("TIMESTAMP '2026-01-02 03:04:05.123456789'"));
        VALUES.put(
                "TIMESTAMP WITH TIME ZONE",
                List.of(
                        "TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00.5+02'",
                        "TIMESTAMP WITH TIME ZONE '2026-10-25 00:30:00.5+00'",
                        "TIMESTAMP WITH TIME ZONE '1900-01-01 00:00:00-03:30:30'"));
        VALUES.put("INTERVAL DAY TO SECOND", List.of("INTERVAL '-3 04:05:06.7' DAY TO SECOND"));
        VALUES.put("INTERVAL YEAR TO MONTH", List.of("INTERVAL '1-2' YEAR TO MONTH"));
        VALUES.put("INTERVAL YEAR(4)", List.of("INTERVAL '-1234' YEAR"));
        VALUES.put("INTERVAL SECOND(3, 9)", List.of("INTERVAL '123.000000001' SECOND"));
        VALUES.put("INTERVAL HOUR", List.of("INTERVAL '12' HOUR"));
        VALUES.put("UUID", List.of("'8c3b1f6e-3d0e-4bb9-8a5c-0a1b2c3d4e5f'"));
        VALUES.put("BINARY(3)", List.of("X'00ff5c'", "X'0a'"));
        VALUES.put("VARBINARY", List.of("X''", "X'0a0d22'"));
        VALUES.put("BINARY LARGE OBJECT", List.of("X''", "X'00'"));
        VALUES.put(
                "JSON",
                List.of(
                        "JSON '{\"a\": 1.0,  \"b\":[]}'",
                        "JSON 'null'",
                        "JSON '\"x\\n\"'",
                        "JSON '{\"a\":1,\"a\":2}'"));
        VALUES.put("INTEGER ARRAY", List.of("ARRAY[]", "ARRAY[1, NULL, -3]"));
        VALUES.put("NUMERIC(5, 2) ARRAY[3] ARRAY", List.of("ARRAY[ARRAY[1.5, NULL], ARRAY[], NULL]"));
        VALUES.put(
                "VARCHAR(9) ARRAY",
                List.of(
                        "ARRAY['a\"b', NULL, '', 'NULL', 'x,y', '\\', '{}', ' a', U&'\\000a']",
                        "ARRAY[U&'\\3000abc', U&'\\3000', U&'x\\2003', U&'\\000bx']"));
        VALUES.put("VARBINARY ARRAY", List.of("ARRAY[X'00ff', NULL, X'']"));
        VALUES.put("BOOLEAN ARRAY", List.of("ARRAY[TRUE, NULL]"));
        VALUES.put(
                "JSON ARRAY",
                List.of(
                        "ARRAY[JSON '{\"a\":[1]}', NULL]",
                        "ARRAY[JSON '\"12\"', JSON '\"abc\"', JSON '[1,2]', JSON '12', JSON 'null', NULL]"));
        VALUES.put("JSON ARRAY ARRAY", List.of("ARRAY[ARRAY[JSON '[1]', JSON '\"NULL\"'], ARRAY[]]"));
        VALUES.put(
                "TIMESTAMP(3) ARRAY",
                List.of("ARRAY[TIMESTAMP '2026-01-02 03:04:05.678', NULL, TIMESTAMP '2026-01-03 00:00:00']"));
        VALUES.put(
                "TIMESTAMP WITH TIME ZONE ARRAY",
                List.of("ARRAY[TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05+02', NULL]"));
        VALUES.put("TIME ARRAY", List.of("ARRAY[TIME '03:04:05', NULL]"));
        VALUES.put("ENUM('good', 'very, ''bad')", List.of("'good'", "'very, ''bad'"));
        VALUES.put("positive", List.of("1", "99"));
        VALUES.put("code", List.of("'abc'", "''"));
        VALUES.put("GEOMETRY", List.of("GEOMETRY 'POINT (1 2)'", "GEOMETRY 'SRID=4326;POINT (1 2)'"));
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv.gz", "json", "ndjson"})
    void everyTypeComesBackAsItWas(String ending) throws IOException, SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestDatabase database = TestDatabase.h2(folder)) {
            ImportApp app = new ImportApp(folder, database);
            fill(database, new Random(seed), ending.endsWith("json"));

            app.run(0, "export", "item." + ending);
            app.run(0, "export", "again." + ending, "item");
            assertThat(Files.readAllBytes(folder.resolve("item." + ending)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("again." + ending)));
            assertThat(app.run(0, "import", "item." + ending, "--mode", "upsert", "--output", "json")
                            .stdout())
                    .as("seed %d", seed)
                    .contains("\"updated\" : 0", "\"inserted\" : 0", "\"unchanged\" : " + ROWS);

            List<String> before = app.query("SELECT * FROM item ORDER BY id");
            database.execute("DELETE FROM item");
            app.run(0, "import", "item." + ending);
            assertThat(app.query("SELECT * FROM item ORDER BY id"))
                    .as("seed %d", seed)
                    .isEqualTo(before);
        }
    }

    @Test
    void everyTypeIsUndoneToWhatItWas() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            ImportApp app = new ImportApp(folder, database);
            fill(database, new Random(3), false);
            String all = "SELECT * FROM item ORDER BY id";
            List<String> before = app.query(all);
            app.run(0, "export", "item.csv");
            String header = app.read("item.csv").lines().findFirst().orElseThrow();
            String nothing = ",".repeat(VALUES.size()) + "\n";
            app.file("nothing.csv", header + "\n" + String.join(nothing, app.query("SELECT id FROM item")) + nothing);

            String emptied = undoable(app, "nothing.csv");
            List<String> empty = app.query(all);
            assertThat(empty).isNotEqualTo(before);
            String filled = undoable(app, "item.csv");
            assertThat(app.query(all)).isEqualTo(before);

            assertThat(app.run(0, "import", "--undo", filled, "--output", "json")
                            .stdout())
                    .contains("\"conflicts\" : 0");
            assertThat(app.query(all)).isEqualTo(empty);
            app.run(0, "import", "--undo", emptied);
            assertThat(app.query(all)).isEqualTo(before);
        }
    }

    private static String undoable(ImportApp app, String file) {
        String said = app.run(0, "import", file, "--into", "item", "--mode", "upsert", "--output", "json")
                .toString();
        return said.replaceFirst("(?s).*oneoff import --undo ([0-9a-z-]+).*", "$1");
    }

    @Test
    void aTableWithoutAKeyStandsInOneOrder() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            ImportApp app = new ImportApp(folder, database);
            fill(database, new Random(7), false);
            database.execute(
                    "CREATE TABLE bag AS SELECT * FROM item ORDER BY id DESC", "ALTER TABLE bag DROP COLUMN id");
            app.run(0, "export", "bag.csv");
            database.execute(
                    "CREATE TABLE other AS SELECT * FROM item ORDER BY id", "ALTER TABLE other DROP COLUMN id");
            app.run(0, "export", "other.csv");
            assertThat(app.read("bag.csv")).isEqualTo(app.read("other.csv"));
        }
    }

    @Test
    void equalValuesWithoutAKeyStandByTheirTexts() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            ImportApp app = new ImportApp(folder, database);
            for (String zones : List.of(
                    "12:00:00+02'), (TIMESTAMP WITH TIME ZONE '2026-01-02 10:00:00+00",
                    "10:00:00+00'), (TIMESTAMP WITH TIME ZONE '2026-01-02 12:00:00+02")) {
                database.execute(
                        "DROP TABLE IF EXISTS bag",
                        "CREATE TABLE bag (t TIMESTAMP WITH TIME ZONE)",
                        "INSERT INTO bag VALUES (TIMESTAMP WITH TIME ZONE '2026-01-02 " + zones + "')");
                app.run(0, "export", "bag.csv", "--force");
                assertThat(app.read("bag.csv")).isEqualTo("t\n2026-01-02 10:00:00+00\n2026-01-02 12:00:00+02\n");
            }
        }
    }

    private static void fill(TestDatabase database, Random random, boolean json) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String type : VALUES.keySet()) {
            columns.add("c" + columns.size() + " " + type);
        }
        database.execute(
                "CREATE DOMAIN positive AS INT CHECK (VALUE > 0)",
                "CREATE DOMAIN code AS VARCHAR(3) CHECK (VALUE <> 'bad')",
                "CREATE TABLE item (id BIGINT PRIMARY KEY, " + String.join(", ", columns)
                        + ", made INT GENERATED ALWAYS AS (MOD(id, 7)))");
        String[] inserts = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            inserts[row] = "INSERT INTO item VALUES (" + (random.nextInt(1000) * 1000L + row) + ", "
                    + VALUES.entrySet().stream()
                            .map(type -> literal(type.getKey(), storable(type.getValue(), json), random))
                            .collect(Collectors.joining(", "))
                    + ", DEFAULT)";
        }
        database.execute(inserts);
    }

    /** A file of JSON has one null for NULL and for JSON's own, and a name once in an object. */
    private static List<String> storable(List<String> values, boolean json) {
        return values.stream()
                .filter(value -> !json || !(value.equals("JSON 'null'") || value.contains("\"a\":1,\"a\"")))
                .toList();
    }

    private static String literal(String type, List<String> values, Random random) {
        if (random.nextInt(5) == 0) {
            return "NULL";
        }
        if (type.equals("VARCHAR") && random.nextBoolean()) {
            StringBuilder odd = new StringBuilder();
            for (int piece = random.nextInt(8); piece > 0; piece--) {
                odd.append(PIECES[random.nextInt(PIECES.length)]);
            }
            return "'" + odd.toString().replace("'", "''") + "'";
        }
        return values.get(random.nextInt(values.size()));
    }
}
