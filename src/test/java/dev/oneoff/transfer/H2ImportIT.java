package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class H2ImportIT extends ImportContract {

    private static final String ODD = """
            id,v,c,n,d,t,ts,i,b,vb,l,k,e,j,u
            1,abcd,,,,,,,,,,,,,
            2,,abcd,,,,,,,,,,,,
            3,,,1.239,,,,,,,,,,,
            4,,,1000,,,,,,,,,,,
            5,,,,1234,,,,,,,,,,
            6,,,,,10:00:00.6,,,,,,,,,
            7,,,,,,2026-01-02 03:04:05.6789,,,,,,,,
            8,,,,,,,1.2345,,,,,,,
            9,,,,,,,,\\x000102,,,,,,
            10,,,,,,,,,\\x000102,,,,,
            11,,,,,,,,,,{1.239},,,,
            12,,,,,,,,,,"{1,2,3}",,,,
            13,,,,,,,,,,,abcd,,,
            14,,,,,,,,,,,bad,,,
            15,,,,,,,,,,,,c,,
            16,,,,,,,,,,,,,{a,
            17,,,,,,,,,,,,,,x
            18,,,,,,,,,0001,,,,,
            19,,,,,,,,,,"{1,",,,,
            20,abc,"ab ",1.20,1.23,10:00,2026-01-02 03:04:05.678,1.234,\\x00,\\x0001,"{1.5,NULL}",abc,a,"[1]",\
            8c3b1f6e-3d0e-4bb9-8a5c-0a1b2c3d4e5f
            """;

    private static final String WRONG =
            "2 v length, 3 c length, 4 n length, 5 n length, 6 d length, 7 t length, 8 ts length, 9 i length"
                    + ", 10 b length, 11 vb length, 12 l length, 13 l length, 14 k length, 15 k type, 16 e type, 17 j "
                    + "type, 18 u type, 19 vb type, 20 l type";

    @Override
    TestDatabase open(Path application) {
        return TestDatabase.h2(application);
    }

    @Test
    void aTimeThatKeepsNoZoneTakesNoneButUtc() throws IOException, SQLException {
        database.execute("CREATE TABLE moments (id int PRIMARY KEY, h time, s timestamp)");
        app.file("moments.csv", "id,h,s\n1,10:00:00,2026-01-01 10:00:00\n2,10:00:00Z,2026-01-01 10:00:00Z\n");
        app.run(0, "import", "moments.csv");
        for (String row : List.of("10:00:00+02,", ",2026-01-01 10:00:00+02")) {
            app.file("moments.csv", "id,h,s\n3," + row + "\n");
            assertThat(app.run(22, "import", "moments.csv").toString()).contains("names a time zone");
        }
        assertThat(app.query("SELECT h, s FROM moments")).containsOnly("10:00:00 | 2026-01-01 10:00:00");
    }

    @Test
    void noValueIsCutOrRoundedThoughACastOfH2DoesBoth() throws IOException, SQLException {
        database.execute(
                "CREATE DOMAIN code AS VARCHAR(3) CHECK (VALUE <> 'bad')",
                "CREATE TABLE odd (id INT PRIMARY KEY, v VARCHAR(3), c CHAR(3), n NUMERIC(5, 2), d DECFLOAT(3), t TIME,"
                        + " ts TIMESTAMP(3), i INTERVAL SECOND(2, 3), b BINARY(2), vb VARBINARY(2), l NUMERIC(5, 2) ARRAY[2],"
                        + " k code, e ENUM('a', 'b'), j JSON, u UUID)");
        app.file("odd.csv", ODD);

        app.run(0, "import", "odd.csv", "--max-errors", "19");

        assertThat(app.read("odd.rejects.report.csv")
                        .lines()
                        .skip(1)
                        .map(line -> line.replaceAll("^(\\d+),\\d+,(\\w+),.*?,(type|length),.*", "$1 $2 $3")))
                .containsExactly(WRONG.split(", "));
        assertThat(app.query("SELECT id, v, n, t, l, k, e, j FROM odd"))
                .containsExactly("20 | abc | 1.20 | 10:00:00 | [1.50, null] | abc | a | [1]");
    }

    @Test
    void batchesAreRefused() throws IOException {
        app.file("users.csv", "email\nz@x\n");
        assertThat(app.run(11, "import", "users.csv", "--batch", "10").stderr())
                .contains("in one transaction", "Leave out --batch and --resume");
    }

    @Test
    void childrenWaitForTheirParentsWhateverTheOrderIs() throws IOException, SQLException {
        database.execute("CREATE TABLE node (id INT PRIMARY KEY, parent INT REFERENCES node)");
        List<String> rows = IntStream.rangeClosed(1, 500)
                .mapToObj(id -> id + "," + (id == 1 ? "" : String.valueOf(id / 2)))
                .collect(Collectors.toList());
        Collections.shuffle(rows, new Random(42));
        app.file("node.csv", "id,parent\n" + String.join("\n", rows) + "\n600,600\n");

        app.run(0, "import", "node.csv");

        assertThat(app.query("SELECT count(*), count(parent) FROM node")).containsExactly("501 | 500");
        assertThat(app.run(0, "import", "node.csv", "--output", "json").stdout())
                .contains("\"inserted\" : 0", "\"unchanged\" : 501");
    }

    @Test
    void aRowThatFailsLeavesNothingBehindAndTheOthersAreKept() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE pair (id INT PRIMARY KEY, low INT DEFAULT 0 NOT NULL, high INT DEFAULT 9 NOT NULL, CHECK (low < high))",
                "INSERT INTO pair VALUES (1, 1, 2)");
        // The rule needs a column that the file does not have: only the table itself can tell.
        app.file("pair.csv", "id,low\n1,5\n2,3\n3,10\n");

        assertThat(app.run(0, "import", "pair.csv", "--mode", "upsert", "--max-errors", "2", "--output", "json")
                        .stdout())
                .contains("\"inserted\" : 1", "\"updated\" : 0", "\"rejected\" : 2");
        assertThat(app.read("pair.rejects.report.csv"))
                .contains("\n2,0,,,check,", "\n4,0,,,check,")
                .doesNotContain("\n3,");
        assertThat(app.query("SELECT * FROM pair ORDER BY id")).containsExactly("1 | 1 | 2", "2 | 3 | 9");
    }

    @Test
    void objectsThatLackAColumnKeepItsValueAndNewOnesTakeTheDefault() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE people (id BIGINT PRIMARY KEY, name TEXT NOT NULL, city TEXT DEFAULT 'Ulm', tags TEXT ARRAY, more JSON)",
                "INSERT INTO people (id, name, city) VALUES (1, 'Ann', 'Bonn')");
        app.file("people.ndjson", """
                {"id": 1, "name": "Anna"}
                {"id": 2, "name": "Bob", "tags": ["a,b", null], "more": {"k": [1, 2.50]}}
                {"id": 3, "name": "Cy", "city": null}
                {"id": 4}
                """);

        app.run(0, "import", "people.ndjson", "--mode", "upsert", "--max-errors", "1");

        assertThat(app.query("SELECT * FROM people ORDER BY id"))
                .containsExactly(
                        "1 | Anna | Bonn | NULL | NULL",
                        "2 | Bob | Ulm | [a,b, null] | {\"k\":[1,2.50]}",
                        "3 | Cy | NULL | NULL | NULL");
        assertThat(app.read("people.rejects.report.csv")).contains("4,2,name,,not-null,");
    }

    @Test
    void fieldsAreMappedLookedUpAndReadAsTheyAreWritten() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE team (id INT PRIMARY KEY, name TEXT)",
                "INSERT INTO team VALUES (1, 'Reds'), (2, 'Blues'), (3, 'Twice'), (4, 'Twice')",
                "CREATE TABLE player (id INT PRIMARY KEY, team_id INT REFERENCES team, pay NUMERIC(8, 2), since TIMESTAMP WITH"
                        + " TIME ZONE, note TEXT)");
        app.file("player.csv", """
                No;team;pay;since
                1;Blues;1.234,50;24.12.2026 10:00
                2;Greens;1;24.12.2026
                3;Twice;1;24.12.2026
                4;Reds;1.5;-
                """);
        String[] options = {
            "import",
            "player.csv",
            "--map",
            "No=id",
            "--ref",
            "team=team.name",
            "--decimal-comma",
            "--dates",
            "dmy",
            "--timezone",
            "Europe/Berlin",
            "--null",
            "-",
            "--default",
            "note=new's",
            "--max-errors",
            "3"
        };

        app.run(0, options);

        assertThat(app.query("SELECT * FROM player"))
                .containsExactly("1 | 2 | 1234.50 | 2026-12-24 10:00:00+01 | new's");
        assertThat(app.read("player.rejects.report.csv"))
                .contains("3,2,team_id,Greens,fk-missing,", "4,2,team_id,Twice,ref-ambiguous,", "5,3,pay,1.5,parse,");
    }

    @Test
    void whatOnlyTheDatabaseCanReadIsAnErrorOfItsOption() throws IOException, SQLException {
        database.execute("CREATE TABLE paid (id int PRIMARY KEY, pay numeric(9, 2), team int)");
        app.file("paid.csv", "id\n1\n");

        assertThat(app.run(2, "import", "paid.csv", "--default", "pay=abc").stderr())
                .contains("--default pay=abc: ", "public.paid.pay takes ");
        assertThat(app.run(2, "import", "paid.csv", "--default", "pya=1").stderr())
                .contains("--default pya: public.paid has no column pya.", "Did you mean pay?");
        String[] replace = {"import", "paid.csv", "--mode", "replace", "--max-delete", "1", "--scope", "teamid = 2"};
        assertThat(app.run(2, replace).stderr())
                .contains("--scope teamid = 2: ")
                .containsIgnoringCase("column \"teamid\"");
        assertThat(app.query("SELECT count(*) FROM paid")).containsExactly("0");
        app.run(0, "import", "paid.csv", "--default", "pay=1.5");
    }
}
