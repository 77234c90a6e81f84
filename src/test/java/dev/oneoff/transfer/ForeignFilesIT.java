package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Files as other programs write them, and as nobody should. */
@Execution(ExecutionMode.CONCURRENT)
class ForeignFilesIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE teams (id bigint PRIMARY KEY, name text)",
                "INSERT INTO teams VALUES (1, 'red'), (2, 'blue'), (3, 'twin'), (4, 'twin')",
                "CREATE TABLE people (id bigint PRIMARY KEY, name text, team_id bigint REFERENCES teams (id),"
                        + " boss_id bigint REFERENCES people (id), pay numeric(10, 2), born date, seen timestamptz,"
                        + " country text)");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aEuropeanSpreadsheetIsReadAsItIsMeant() throws IOException, SQLException {
        String text = "id;name;pay;born\n1;Jürgen;1.234,50;24.12.1980\n2;Žofie;-7;01.02.2000\n3;Zoë;12,3;3/4/2001\n";
        app.file("people.csv", text, Charset.forName("windows-1252"));

        assertThat(app.run(
                                0,
                                "import",
                                "people.csv",
                                "--encoding",
                                "windows-1252",
                                "--decimal-comma",
                                "--dates",
                                "dmy",
                                "--output",
                                "json")
                        .stdout())
                .contains("fields end at ';'", "encoded as windows-1252", "\"inserted\" : 3");
        assertThat(app.query("SELECT id, name, pay, born FROM people ORDER BY id"))
                .containsExactly(
                        "1 | Jürgen | 1234.50 | 1980-12-24",
                        "2 | Žofie | -7.00 | 2000-02-01",
                        "3 | Zoë | 12.30 | 2001-04-03");
    }

    @Test
    void whatCanBeReadInTwoWaysIsRejectedAndTheRejectsKeepTheirEncoding() throws IOException, SQLException {
        app.file("people.csv", "id;name;pay\n1;Jürgen;1.5\n2;Ann;1,000.5\n3;Bob;2,5\n", StandardCharsets.ISO_8859_1);

        app.run(22, "import", "people.csv", "--encoding", "iso-8859-1", "--decimal-comma");
        assertThat(app.read("people.rejects.report.csv"))
                .contains("2,3,pay,1.5,parse,no number with a decimal comma", "3,3,pay,\"1,000.5\",parse");
        assertThat(Files.readString(folder.resolve("people.rejects.csv"), StandardCharsets.ISO_8859_1))
                .isEqualTo("id;name;pay\n1;Jürgen;1.5\n2;Ann;1,000.5\n");
    }

    @Test
    void aCommaIsThatOfAmountsAndOfNoName() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE team (id int PRIMARY KEY, name text)",
                "INSERT INTO team VALUES (7, 'A')",
                "CREATE TABLE paid (id int PRIMARY KEY, team_id int REFERENCES team, sum money)");
        app.file("paid.csv", "id;team;sum\n1;A;1,50\n2;A;-1.234\n3;A;1.234.567,8\n4;;\n");
        app.run(0, "import", "paid.csv", "--ref", "team=team.name", "--decimal-comma");
        assertThat(app.query("SELECT id, team_id, CAST(sum AS numeric) FROM paid ORDER BY id"))
                .containsExactly("1 | 7 | 1.50", "2 | 7 | -1234.00", "3 | 7 | 1234567.80", "4 | NULL | NULL");
        app.file("paid.csv", "id;team;sum\n5;A;1.5\n6;A;1,005\n7;A;12345678901234567\n8;B;1\n");
        assertThat(app.run(22, "import", "paid.csv", "--ref", "team=team.name", "--decimal-comma")
                        .toString())
                .contains("4 of 4 rows are rejected", "fk-missing");
    }

    @Test
    void aTimeWithoutAZoneIsNotGuessed() throws IOException, SQLException {
        app.file("people.csv", """
                id,seen
                1,2026-07-01 10:00:00
                2,2026-07-01
                3,2026-07-01T10:00:00Z
                4,2026-07-01 10:00:00+02
                5,2026-07-01 10:00:00 Europe/Berlin
                6,infinity
                7,
                8,2026-07-01 10:00:00 PM
                9,0044-03-15 10:00:00 BC
                """);

        app.run(22, "import", "people.csv");
        assertThat(app.read("people.rejects.report.csv").lines())
                .extracting(line -> line.split(",", 6)[0] + " " + line.split(",", 6)[4])
                .containsExactly("line code", "2 type", "3 type", "9 type", "10 type");

        app.file("people.csv", "id,seen\n1,2026-07-01 10:00:00\n2,2026-07-01 10:00:00+00\n");
        app.run(0, "import", "people.csv", "--timezone", "Europe/Berlin");
        assertThat(app.query("SELECT id, seen AT TIME ZONE 'UTC' FROM people ORDER BY id"))
                .containsExactly("1 | 2026-07-01 08:00:00", "2 | 2026-07-01 10:00:00");
        app.run(2, "import", "people.csv", "--timezone", "Mars/Olympus");
    }

    @Test
    void fieldsAreMappedFilledAndLookedUp() throws IOException, SQLException {
        app.file("people.csv", "Nr.,Voller Name,team,note\n1,Ann,red,x\n2,Bob,blue,y\n3,Cy,,z\n");

        app.run(
                0,
                "import",
                "people.csv",
                "--map",
                "Nr.=id",
                "--map",
                "Voller Name=name",
                "--ref",
                "team=teams.name",
                "--default",
                "country=DE",
                "--ignore-extra");
        assertThat(app.query("SELECT id, name, coalesce(team_id::text, 'NULL'), country FROM people ORDER BY id"))
                .containsExactly("1 | Ann | 1 | DE", "2 | Bob | 2 | DE", "3 | Cy | NULL | DE");
        assertThat(app.run(
                                0,
                                "import",
                                "people.csv",
                                "--map",
                                "Nr.=id",
                                "--map",
                                "Voller Name=name",
                                "--ref",
                                "team=teams.name",
                                "--default",
                                "country=DE",
                                "--ignore-extra",
                                "--output",
                                "json")
                        .stdout())
                .contains("\"unchanged\" : 3");
    }

    @Test
    void aNameThatIsNoneOrSeveralIsRejected() throws IOException, SQLException {
        app.file("people.csv", "id,team\n1,green\n2,twin\n3,red\n");

        app.run(22, "import", "people.csv", "--ref", "team=teams.name");
        assertThat(app.read("people.rejects.report.csv"))
                .contains("2,2,team_id,green,fk-missing,", "3,2,team_id,twin,ref-ambiguous,")
                .doesNotContain("\n4,");
    }

    @Test
    void whatIsSaidOfTheFileMustFitIt() throws IOException {
        app.file("people.csv", "id,team,country\n1,red,DE\n");

        assertThat(app.run(2, "import", "people.csv", "--map", "nme=name").toString())
                .contains("the file has no field nme");
        assertThat(app.run(2, "import", "people.csv", "--map", "country=contry", "--ignore-extra")
                        .stderr())
                .contains("--map country=contry: public.people has no column contry.", "next: Did you mean country?");
        assertThat(app.run(22, "import", "people.csv", "--map", "team=id").stderr())
                .contains("the fields 1 and 2 are both the column id.");
        assertThat(app.run(2, "import", "people.csv", "--ref", "team=cities.name")
                        .toString())
                .contains("no foreign key");
        assertThat(app.run(2, "import", "people.csv", "--default", "country=AT", "--ignore-extra")
                        .toString())
                .contains("the file has this column");
        assertThat(app.run(2, "import", "people.csv", "--ref", "team=public.teams.nme")
                        .stderr())
                .contains("--ref team=public.teams.nme: public.teams has no column nme.", "next: Did you mean name?");
        for (String word : new String[] {"x\"", "a\rb", "\n", "a,b"}) {
            assertThat(app.run(2, "import", "people.csv", "--ignore-extra", "--null", word)
                            .stderr())
                    .contains("--null ", "without quotes");
        }
        app.run(2, "import", "people.csv", "--encoding", "klingon");
        app.run(2, "import", "people.csv", "--delimiter", "ab");
    }

    @Test
    void nothingIsWrittenAsTheFileSays() throws IOException, SQLException {
        app.file("people.csv", "id|name|country\n1|\\N|\n2||\"\"\n3|\"\\N\"|x\n");

        app.run(0, "import", "people.csv", "--null", "\\N");
        assertThat(app.query("SELECT id, name IS NULL, name, country IS NULL FROM people ORDER BY id"))
                .containsExactly("1 | t | NULL | f", "2 | f |  | f", "3 | f | \\N | f");

        app.file("people.csv", "id,name,country\n4,\"\",\n");
        app.run(0, "import", "people.csv", "--empty-is-null");
        assertThat(app.query("SELECT name IS NULL, country IS NULL FROM people WHERE id = 4"))
                .containsExactly("t | t");
    }

    @Test
    void bytesThatAreNoTextAreRejectedWithTheirRow() throws IOException {
        app.file("people.csv", "id,name\n1,Ann\n2,J\u00fcrgen\n3,Bob\n", StandardCharsets.ISO_8859_1);

        app.run(22, "import", "people.csv");
        assertThat(app.read("people.rejects.report.csv")).contains("3,0,,,encoding,bytes that are not UTF-8");

        app.file("people.csv", "id,name\n1,Ann\n", StandardCharsets.UTF_16LE);
        assertThat(app.run(22, "import", "people.csv").toString()).contains("people.csv, line 1: a NUL character");
    }

    @Test
    void aBombIsStopped() throws IOException, SQLException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("people.csv.gz")))) {
            out.write("id,name\n".getBytes(StandardCharsets.UTF_8));
            byte[] zeros = ("0," + "x".repeat(1021) + "\n").repeat(1 << 10).getBytes(StandardCharsets.UTF_8);
            for (int megabyte = 0; megabyte < 150; megabyte++) {
                out.write(zeros);
            }
        }

        assertThat(app.run(22, "import", "people.csv.gz").toString()).contains("bytes of gzip", "--max-ratio");
        assertThat(app.query("SELECT count(*) FROM people")).containsExactly("0");
    }

    @Test
    void aRecordWithoutEndIsStopped() throws IOException, SQLException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("people.csv"))) {
            out.write("id,name\n1,Ann\n2,\"".getBytes(StandardCharsets.UTF_8));
            byte[] text = "a\n".repeat(1 << 19).getBytes(StandardCharsets.UTF_8);
            for (int megabyte = 0; megabyte < 200; megabyte++) {
                out.write(text);
            }
        }

        assertThat(app.run(22, "import", "people.csv").toString())
                .contains("people.csv, line 3: a record of more than 16,777,216 bytes", "--max-record");
        assertThat(app.query("SELECT count(*) FROM people")).containsExactly("0");
    }

    @Test
    void aRecordIsAsLongAsItMayBeAndNoLonger() throws IOException {
        for (String file : List.of("people.csv", "people.ndjson")) {
            String row =
                    file.endsWith("csv") ? "1," + "x".repeat(98) : "{\"id\": 1, \"name\": \"" + "x".repeat(79) + "\"}";
            assertThat(row).hasSize(100);
            app.file(file, (file.endsWith("csv") ? "id,name\r\n" : "") + row + "\r\n");
            app.run(0, "import", file, "--mode", "upsert", "--max-record", "100");
            assertThat(app.run(22, "import", file, "--mode", "upsert", "--max-record", "99")
                            .stderr())
                    .contains(file + ", line " + (file.endsWith("csv") ? 2 : 1) + ": a record of more than 99 bytes");
        }
    }

    @Test
    void aFileThatNamesTooManyColumnsIsStopped() throws IOException, SQLException {
        String names = IntStream.range(0, 1600).mapToObj(place -> "c" + place).collect(Collectors.joining(","));
        app.file("people.csv", "id," + names + "\n1" + ",".repeat(1600) + "\n");
        app.file("people.ndjson", "{\"id\": 1}\n{\"id\": 2, \"name\": \"Bob\", \"pay\": 1}\n");

        assertThat(app.run(22, "import", "people.csv", "--ignore-extra").stderr())
                .contains("people.csv, line 1: more than 1,600 names of columns", "--max-columns");
        assertThat(app.run(22, "import", "people.ndjson", "--max-columns", "2").stderr())
                .contains("people.ndjson, line 2: more than 2 names of columns", "--max-columns");
        app.run(0, "import", "people.csv", "--ignore-extra", "--max-columns", "1601");
        assertThat(app.query("SELECT id FROM people")).containsExactly("1");
    }

    @Test
    void fieldsThatAreIgnoredTakeNothingWithThem() throws IOException, SQLException {
        app.file("people.csv", "note,id,more,name,last\n\"a,\n\"\"b\",3,,\"C\"\"y\",\nc,x,d,Bad,e\n4,4,\"\",,\n");
        app.run(0, "import", "people.csv", "--ignore-extra", "--max-errors", "1");
        assertThat(app.read("people.rejects.report.csv")).contains("4,2,id,x,type,");
        app.file(
                "people.ndjson",
                "{\"id\": 5, \"other\": [1], \"name\": \"Eve\"}\n{\"other\": 6, \"id\": 6, \"pay\": 1}\n");
        app.run(0, "import", "people.ndjson", "--ignore-extra");

        assertThat(app.query("SELECT id, name, pay FROM people ORDER BY id"))
                .containsExactly("3 | C\"y | NULL", "4 | NULL | NULL", "5 | Eve | NULL", "6 | NULL | 1.00");
    }

    @Test
    void aDamagedFileIsAnErrorWithItsPlace() throws IOException, SQLException {
        app.file("people.csv.gz", "no gzip at all");
        assertThat(app.run(22, "import", "people.csv.gz").toString()).contains("people.csv.gz cannot be read");
        app.file("people.csv", "id,id\n1,2\n");
        assertThat(app.run(22, "import", "people.csv").toString()).contains("people.csv, line 1: the fields 1 and 2");
        app.file("people.csv", "id,name\n1,Ann\n2,\"Bob\n");
        assertThat(app.run(22, "import", "people.csv").toString())
                .contains("people.csv, line 3: a quote that is never closed");
        app.file("people.csv", "id,nmae\n1,Ann\n");
        assertThat(app.run(22, "import", "people.csv").toString()).contains("Did you mean name?");
        app.file("people.csv", "");
        assertThat(app.run(22, "import", "people.csv").toString()).contains("people.csv is empty");
        assertThat(app.run(22, "import", "missing.csv", "--into", "people").toString())
                .contains("there is no such file");
        assertThat(app.query("SELECT count(*) FROM people")).containsExactly("0");
    }
}
