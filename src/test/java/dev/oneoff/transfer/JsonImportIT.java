package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class JsonImportIT {

    private static final String ALL =
            "SELECT id, coalesce(name, 'NULL'), coalesce(city, 'NULL'), coalesce(tags::text, 'NULL'),"
                    + " coalesce(more::text, 'NULL'), coalesce(score::text, 'NULL') FROM people ORDER BY id";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, city text DEFAULT 'Ulm',"
                + " tags text[], more jsonb, raw json, score numeric)");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void anArrayOfObjectsIsImportedAndASecondTimeNothingChanges() throws IOException, SQLException {
        app.file("people.json", """
                [
                  {"id": 1, "name": "Ann \\"A\\" O'Neil\\n", "city": null, "tags": ["a,b", "q\\"\\\\", null],
                   "more": {"b": [1, 2.50], "a": "x"}, "score": 1e3},
                  {"name": "", "id": 2, "city": "Köln 😀", "tags": [], "more": "text", "score": 12345678901234567890.10}
                ]
                """);

        app.run(0, "import", "people.json");
        assertThat(app.query(ALL))
                .containsExactly(
                        "1 | Ann \"A\" O'Neil\n | NULL | {\"a,b\",\"q\\\"\\\\\",NULL} | {\"a\": \"x\", \"b\": [1, 2.50]} | 1000",
                        "2 |  | Köln 😀 | {} | \"text\" | 12345678901234567890.10");

        assertThat(app.run(0, "import", "people.json", "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"inserted\" : 0", "\"updated\" : 0", "\"unchanged\" : 2");
    }

    @Test
    void whatAnObjectLacksKeepsItsValueAndANewRowTakesTheDefault() throws IOException, SQLException {
        database.execute("INSERT INTO people (id, name, city, score) VALUES (1, 'Ann', 'Bonn', 7)");
        app.file("people.ndjson", """
                {"id": 1, "name": "Anna"}

                {"id": 2, "name": "Bob", "score": null}
                {"id": 3, "name": "Cy", "city": null}
                """);

        app.run(0, "import", "people.ndjson", "--mode", "upsert");
        assertThat(app.query("SELECT id, name, coalesce(city, 'NULL'), coalesce(score::text, 'NULL') FROM people"
                        + " ORDER BY id"))
                .containsExactly("1 | Anna | Bonn | 7", "2 | Bob | Ulm | NULL", "3 | Cy | NULL | NULL");
        assertThat(app.run(0, "import", "people.ndjson", "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"inserted\" : 0", "\"updated\" : 0", "\"unchanged\" : 3");
    }

    @Test
    void aMistakeSpoilsItsOwnLineAlone() throws IOException, SQLException {
        app.file("people.ndjson", """
                {"id": 1, "name": "Ann"}
                {"id": 2, "name": "Bob"
                {"id": 3, "name": "Cy", "name": "Cyd"}
                [4]
                {"id": 5, "name": {"first": "Eve"}}
                {"id": 6, "name": "a\\u0000b"}
                {"id": 7}
                {"id": 8, "name": null}
                {"id": "x", "name": "Ida"} and more
                {"id": 9, "name": "half \\ud83d"}
                """);

        assertThat(app.run(22, "import", "people.ndjson").toString())
                .contains("9 of 10 rows are rejected", "the object is never closed")
                .doesNotContain("REDACTED");
        assertThat(app.read("people.rejects.report.csv").lines())
                .extracting(line -> line.split(",", 6)[0] + " " + line.split(",", 6)[2] + " " + line.split(",", 6)[4])
                .containsExactly(
                        "line column code",
                        "2  parse",
                        "3  parse",
                        "4  parse",
                        "5 name type",
                        "6 name encoding",
                        "7 name not-null",
                        "8 name not-null",
                        "9  parse",
                        "10 name encoding");
        assertThat(app.query("SELECT count(*) FROM people")).containsExactly("0");

        String mended = app.read("people.rejects.ndjson")
                .lines()
                .filter(line -> line.contains("Bob"))
                .map(line -> line + "}\n")
                .reduce("", String::concat);
        app.file("people.rejects.ndjson", mended).run(0, "import", "people.rejects.ndjson");
        assertThat(app.query("SELECT id, name FROM people")).containsExactly("2 | Bob");
    }

    @Test
    void aRejectedElementOfAnArrayIsInAnArrayAgain() throws IOException, SQLException {
        app.file("people.json", "[{\"id\":1,\"name\":\"Ann\"},{\"id\":\"x\",\"name\":\"B\"},{\"id\":3,\"name\":null}]");

        assertThat(app.run(22, "import", "people.json").toString()).contains("number of the object");
        assertThat(app.read("people.rejects.json"))
                .isEqualTo("[\n{\"id\":\"x\",\"name\":\"B\"}\n,{\"id\":3,\"name\":null}\n]\n");
        assertThat(app.read("people.rejects.report.csv")).contains("2,1,id,x,type,", "3,2,name,,not-null,");

        app.file(
                "people.rejects.json",
                app.read("people.rejects.json").replace("\"x\"", "2").replace("null", "\"Cy\""));
        app.run(0, "import", "people.rejects.json");
        assertThat(app.query("SELECT id, name FROM people ORDER BY id")).containsExactly("2 | B", "3 | Cy");
    }

    @Test
    void anObjectThatIsNestedTooDeepIsRejectedWithTheOptionThatTakesIt() throws IOException, SQLException {
        String deep = "{\"id\": 1, \"name\": \"Ann\", \"more\": " + "[".repeat(500) + "]".repeat(500) + "}\n";
        app.file("people.ndjson", deep);

        app.run(22, "import", "people.ndjson");
        assertThat(app.read("people.rejects.report.csv"))
                .contains("1,0,,,parse,objects and arrays within each other more than 500 deep; --max-depth takes");
        app.run(0, "import", "people.ndjson", "--max-depth", "501");
        assertThat(app.query("SELECT id FROM people")).containsExactly("1");

        app.file(
                "people.ndjson",
                "{\"id\": 2, \"name\": \"Bob\", \"tags\": " + "[".repeat(90_000) + "]".repeat(90_000) + "}");
        assertThat(app.run(22, "import", "people.ndjson", "--max-depth", "100000")
                        .toString())
                .contains("1 of 1 row is rejected");
    }

    @Test
    void textThatCannotBeCutIntoObjectsIsAnErrorWithItsLine() throws IOException, SQLException {
        app.file("people.json", "[\n{\"id\": 1, \"name\": \"Ann\"},\n{\"id\": 2, \"name\": \"Bob\"\n");
        assertThat(app.run(22, "import", "people.json").toString())
                .contains("people.json, line 3: an element that is never closed");
        app.file("people.json", "[\n{\"id\": 1, \"name\": \"Ann\"}\n{\"id\": 2}]");
        assertThat(app.run(22, "import", "people.json").toString())
                .contains("people.json, line 3: no comma between two elements");
        app.file("people.json", "[{\"id\": 1, \"name\": \"Ann\"}] x");
        assertThat(app.run(22, "import", "people.json").toString()).contains("text after the end of the array");
        assertThat(app.query("SELECT count(*) FROM people")).containsExactly("0");
    }

    @Test
    void aNameThatTheTableDoesNotHaveIsReportedWhereItFirstStands() throws IOException {
        app.file("people.ndjson", "{\"id\": 1}\n\n{\"id\": 2, \"nmae\": \"Bob\"}\n{\"nmae\": \"Cy\"}\n");
        assertThat(app.run(22, "import", "people.ndjson").stderr())
                .contains("people.ndjson, line 3: public.people has no column nmae");
        app.file("people.json", "[{\"id\": 1}, {\"id\": 2, \"nmae\": \"Bob\"}]");
        assertThat(app.run(22, "import", "people.json").stderr())
                .contains("people.json, line 1, object 2: public.people has no column nmae");
    }

    @Test
    void anEmptyArrayHasNothingToDo() throws IOException {
        app.file("people.json", "[]\n");

        assertThat(app.run(0, "import", "people.json", "--mode", "upsert", "--output", "json")
                        .stdout())
                .contains("\"inserted\" : 0", "\"updated\" : 0", "\"unchanged\" : 0");
    }

    @Test
    void anObjectWithoutFieldsIsCalledThat() throws IOException {
        app.file("people.json", "{}\n");

        assertThat(app.run(22, "import", "people.json").toString())
                .contains("the object has no fields")
                .doesNotContain("first line");
    }

    @Test
    void rowsComeFromAStream() throws IOException, SQLException {
        app.fed("{\"id\": 1, \"name\": \"Ann\"}\n", 0, "import", "-", "--into", "people", "--format", "ndjson");
        assertThat(app.query("SELECT id, name FROM people")).containsExactly("1 | Ann");
        assertThat(app.query("SELECT subject, exit_code FROM oneoff_run")).containsExactly("- | 0");

        app.fed("id,name\nx,Bob\n", 22, "import", "-", "--into", "people", "--format", "csv");
        assertThat(app.read("people.rejects.csv")).isEqualTo("id,name\nx,Bob\n");
        app.fed("", 2, "import", "-", "--format", "csv");
        app.fed("", 2, "import", "-", "--into", "people");
    }

    @Test
    void utf16IsKnownByItsMark() throws IOException, SQLException {
        app.file("people.ndjson", "\ufeff{\"id\": 1, \"name\": \"Ännchen 😀\"}\n", StandardCharsets.UTF_16LE);

        assertThat(app.run(0, "import", "people.ndjson", "--output", "json").stdout())
                .contains("encoded as UTF-16LE");
        assertThat(app.query("SELECT name FROM people")).containsExactly("Ännchen 😀");
    }
}
