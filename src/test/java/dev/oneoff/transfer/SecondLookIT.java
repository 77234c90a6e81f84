package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Values that could be lost, or taken for others, on the way that most files go. */
@Execution(ExecutionMode.CONCURRENT)
class SecondLookIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private String codes() throws IOException {
        return app.read("t.rejects.report.csv")
                .lines()
                .skip(1)
                .map(line -> line.split(",", 2)[0] + (line.contains(",type,") ? " type" : " " + line))
                .reduce("", (one, other) -> one + other + ";");
    }

    @Test
    void aDistanceFromUtcIsReadEastward() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, at timestamptz)");
        app.file("t.csv", "id,at\n1,2026-01-01 12:00\n");
        for (String zone : new String[] {"UTC+2", "+02:00", "GMT+2", "Europe/Kyiv"}) {
            app.run(0, "import", "t.csv", "--timezone", zone);
            assertThat(app.query("SELECT at AT TIME ZONE 'UTC' FROM t"))
                    .as(zone)
                    .containsExactly("2026-01-01 10:00:00");
        }
        app.run(22, "import", "t.csv", "--timezone", "UTC");
    }

    @Test
    void aDateLosesNoTimeAndATimestampNoZone() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, d date, s timestamp)");
        app.file("t.csv", """
                id,d,s
                1,2026-01-01 23:59:59,
                2,2026-01-01 00:00:00,2026-01-01 10:00:00Z
                3,,2026-01-01 10:00:00+09
                4,,2026-01-01 10:00:00 Europe/Berlin
                5,infinity,infinity
                6,2026-01-01,2026-01-01 10:00:00 PM
                """);
        app.run(22, "import", "t.csv");
        assertThat(codes()).isEqualTo("2 type;4 type;5 type;");

        // A file without another mistake may go another way: straight into the table, or as values.
        database.execute("INSERT INTO t VALUES (0)");
        for (String row :
                new String[] {"2026-01-01 23:59:59,", ",2026-01-01 10:00:00+09", ",2026-01-01 10:00 Asia/Tokyo"}) {
            app.file("t.csv", "id,d,s\n1," + row + "\n");
            app.run(22, "import", "t.csv");
            app.run(22, "import", "t.csv", "--mode", "upsert");
        }
    }

    /** Each of these, alone in a file, which may go straight, and among others, which goes the long way. */
    @ParameterizedTest
    @CsvFileSource(resources = "times.csv", numLinesToSkip = 1, quoteCharacter = '`')
    void aTimeLosesNoDayAndNoZoneAndNoneIsGuessed(String type, String text, boolean taken)
            throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v " + type + ")");
        String field = "\"" + text.replace("\"", "\"\"") + "\"";
        for (String before : new String[] {"", "7,x\n"}) {
            for (String written : new String[] {text.matches("[^\",]*") ? text : field, field}) {
                app.file("t.csv", "id,v\n" + before + "1," + written + "\n");
                String said = app.run(taken && before.isEmpty() ? 0 : 22, "import", "t.csv", "--mode", "upsert")
                        .toString();
                String line = before.isEmpty() ? "2 " : "3 ";
                assertThat(said.lines().anyMatch(one -> one.startsWith(line) && one.contains(" type ")))
                        .as("%s %s: %s", type, text, said)
                        .isEqualTo(!taken);
            }
        }
        assertThat(app.query("SELECT count(*) FROM t")).containsExactly(taken ? "1" : "0");
    }

    @Test
    void aZoneThatIsSaidIsThatOfElementsToo() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, z timestamptz[], r tstzrange, g timetz)");
        app.file("t.ndjson", """
                {"id": 1, "z": ["2026-01-01 10:00", null, "2026-01-01"], "r": "[2026-01-01,)", "g": "10:00"}
                """);
        app.run(0, "import", "t.ndjson", "--timezone", "+02:00");
        assertThat(app.query("SELECT z, r, g FROM t"))
                .containsExactly("{\"2026-01-01 08:00:00+00\",NULL,\"2025-12-31 22:00:00+00\"} |"
                        + " [\"2025-12-31 22:00:00+00\",) | 10:00:00+02");
        app.run(22, "import", "t.ndjson", "--mode", "upsert");
    }

    @Test
    void whatADatabaseIsSetToChangesNoValue() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a text[], x xml, c char(5), j json, d date)",
                "INSERT INTO t VALUES (1, '{NULL,\"NULL\",x}', '<a/>b', 'c', '[1, 2]', '2026-01-01')",
                "ALTER DATABASE " + database.name() + " SET array_nulls = off",
                "ALTER DATABASE " + database.name() + " SET quote_all_identifiers = on",
                "ALTER DATABASE " + database.name() + " SET xmloption = document");
        for (String file : new String[] {"t.csv", "t.ndjson"}) {
            app.run(0, "export", file);
            assertThat(app.run(0, "import", file, "--mode", "upsert", "--output", "json")
                            .stdout())
                    .contains("\"unchanged\" : 1");
        }
        assertThat(app.read("t.ndjson"))
                .isEqualTo("{\"id\":1,\"a\":[null,\"NULL\",\"x\"],\"x\":\"<a/>b\",\"c\":\"c    \",\"j\":\"[1, 2]\","
                        + "\"d\":\"2026-01-01\"}\n");
        app.file("t.csv", "id,a,x,d\n1,{y},<a/>,2026-01-02\n");
        app.run(0, "import", "t.csv", "--mode", "upsert");
        app.run(
                0,
                "import",
                "--undo",
                app.query("SELECT id FROM oneoff_import ORDER BY changed_at DESC LIMIT 1")
                        .get(0));
        assertThat(app.query("SELECT a, x FROM t")).containsExactly("{NULL,\"NULL\",x} | <a/>b");
        app.file("t.csv", "id,d\n1,2026-01-01 10:00\n");
        app.run(22, "import", "t.csv", "--mode", "upsert");
    }

    @Test
    void aCompositeValueWithoutFieldsIsAValue() throws IOException, SQLException {
        database.execute(
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE t (k pair PRIMARY KEY, c pair NOT NULL, u pair UNIQUE)",
                "INSERT INTO t VALUES (ROW(NULL, NULL), ROW(NULL, NULL), ROW(1, NULL)), (ROW(1, NULL), ROW(1, 'x'), NULL)");
        for (String file : new String[] {"t.csv", "t.ndjson"}) {
            app.run(0, "export", file);
            assertThat(app.run(0, "import", file, "--mode", "upsert", "--output", "json")
                            .stdout())
                    .contains("\"unchanged\" : 2");
        }
        app.file("t.csv", "k,c,u\n\"(2,)\",,\n\"(3,)\",\"(,)\",\"(7,)\"\n\"(4,)\",\"(,)\",\"(7,)\"\n");
        assertThat(app.run(22, "import", "t.csv").toString()).contains("not-null", "2 of 3 rows are rejected", "(7,)");
    }

    @Test
    void jsonHasAWordOfItsOwnForNothing() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v text, d jsonb[])");
        app.file(
                "t.ndjson",
                "{\"id\":1,\"v\":null,\"d\":[\"1\",true,[2],null,{\"a\":\"b\"}]}\n{\"id\":2,\"v\":\"\",\"d\":[]}\n");
        app.run(0, "import", "t.ndjson", "--null", "NA");
        assertThat(app.query("SELECT id, v IS NULL, d::text FROM t ORDER BY id"))
                .containsExactly("1 | t | {\"\\\"1\\\"\",true,[2],NULL,\"{\\\"a\\\": \\\"b\\\"}\"}", "2 | f | {}");
    }

    @Test
    void aRowWithoutItsKeyIsRejectedOnEveryWay() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE t (email text UNIQUE, v text)", "CREATE TABLE s (id serial PRIMARY KEY, v text)");
        app.file("t.csv", "email,v\n,a\n");
        app.run(22, "import", "t.csv", "--key", "email");
        app.file("s.ndjson", "{\"id\":1,\"v\":\"a\"}\n{\"v\":\"b\"}\n");
        app.run(22, "import", "s.ndjson", "--mode", "upsert");
    }

    @Test
    void aFieldThatIsPassedOverMayBeLacking() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
        app.file("t.ndjson", "{\"id\":1,\"v\":\"a\",\"extra\":1}\n{\"id\":2,\"v\":\"b\"}\n");
        app.run(0, "import", "t.ndjson", "--ignore-extra");
        assertThat(app.query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void aDomainWithoutNullIsLeftAloneWhereItIsNotGiven() throws IOException, SQLException {
        database.execute(
                "CREATE DOMAIN dn AS text NOT NULL",
                "CREATE TABLE t (id int PRIMARY KEY, v dn, w text)",
                "INSERT INTO t VALUES (1, 'x', 'a'), (2, 'y', 'b')");
        app.file("t.ndjson", "{\"id\":1,\"v\":\"x2\"}\n{\"id\":2,\"w\":\"b2\"}\n");
        app.run(0, "import", "t.ndjson", "--mode", "upsert");
        assertThat(app.query("SELECT * FROM t ORDER BY id")).containsExactly("1 | x2 | a", "2 | y | b2");
    }

    @Test
    void rulesAreAboutTheValuesAsTheTableHasThem() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, p numeric(6,2) CHECK (scale(p) = 2), c char(5) CHECK (octet_length(c) = 5))",
                "INSERT INTO t VALUES (9, 1, 'x')");
        app.file("t.csv", "id,p,c\n1,1.5,ab\n2,99999.00,ab\n");
        app.run(22, "import", "t.csv", "--mode", "upsert");
        assertThat(app.read("t.rejects.report.csv"))
                .contains("3,2,p,99999.00,length")
                .doesNotContain("\n2,");
    }

    @Test
    void aRuleThatOldRowsNeedNotKeepIsTheServersToLookAt() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE p (id int PRIMARY KEY)",
                "CREATE TABLE t (id int PRIMARY KEY, v int, p int)",
                "INSERT INTO t VALUES (1, -1, 99)",
                "ALTER TABLE t ADD CHECK (v > 0) NOT VALID",
                "ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p NOT VALID");
        app.file("t.csv", "id,v,p\n1,-1,99\n");
        app.run(0, "import", "t.csv", "--mode", "upsert");
        app.file("t.csv", "id,v,p\n2,-1,\n");
        app.run(22, "import", "t.csv", "--mode", "upsert");
    }

    @Test
    void bytesThatAreNoTextStandInTheRejectsAsTheyWere() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
        app.file("t.csv", "id,v\n1,M\u00fcller\n", StandardCharsets.ISO_8859_1);
        app.run(22, "import", "t.csv");
        assertThat(Files.readString(folder.resolve("t.rejects.csv"), StandardCharsets.ISO_8859_1))
                .isEqualTo("id,v\n1,M\u00fcller\n");
        app.file("t.csv", "\ufeffid,v\n1,M\u00fcller\n", StandardCharsets.UTF_16LE);
        app.run(0, "import", "t.csv", "--encoding", "UTF-16");
    }

    @Test
    void aComputedColumnHasNoValueForAllRows() throws IOException, SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id + 1) STORED)");
        app.file("t.csv", "id\n1\n");
        assertThat(app.run(2, "import", "t.csv", "--default", "g=5").stderr()).contains("nobody can set");
    }
}
