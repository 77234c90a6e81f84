package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What jobs/transfers/FILE.yaml says of a file. */
@Execution(ExecutionMode.CONCURRENT)
class TransferJobIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE people (id int PRIMARY KEY, name text UNIQUE, pay numeric(8, 2), seen timestamptz, land text)");
        app = new ImportApp(folder, database);
        Files.createDirectories(folder.resolve("jobs/transfers"));
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aFileIsReadAsItsJobSays() throws IOException, SQLException {
        app.file("jobs/transfers/kunden.yaml", """
                table: people
                mode: upsert
                key: [name]
                encoding: windows-1252
                delimiter: ";"
                decimal-comma: true
                dates: dmy
                timezone: Europe/Berlin
                map: {Nr.: id, Name: name, Gehalt: pay, Gesehen: seen}
                default: {land: DE}
                """);
        app.file(
                "kunden.csv",
                "Nr.;Name;Gehalt;Gesehen\n1;Jürgen;1.200,50;24.12.2025 18:00\n",
                Charset.forName("windows-1252"));

        assertThat(app.run(0, "import", "kunden.csv", "--output", "json").stdout())
                .contains(
                        "as jobs/transfers/kunden.yaml says",
                        "\"mode\" : \"upsert\"",
                        "\"key\" : \"name\"",
                        "\"table\" : \"public.people\"");
        assertThat(app.query("SELECT id, name, pay, seen AT TIME ZONE 'UTC', land FROM people"))
                .containsExactly("1 | Jürgen | 1200.50 | 2025-12-24 17:00:00 | DE");
    }

    @Test
    void whatAFileMayHaveBesideIsReadAsItsJobSays() throws IOException, SQLException {
        database.execute(
                "INSERT INTO people (id, name) VALUES (1, 'Ann')",
                "CREATE TABLE log (n int, note text, person int REFERENCES people (id))");
        app.file("jobs/transfers/entries.yaml", """
                table: log
                no-key: true
                format: csv
                delimiter: "!"
                ignore-extra: true
                "null": NA
                ref: {who: people.name}
                """);
        app.file("entries.txt", "n!note!who!more\n1!a,b;c!Ann!x\n2!NA!Ann!x\n").run(0, "import", "entries.txt");
        assertThat(app.query("SELECT n, note, person FROM log ORDER BY n"))
                .containsExactly("1 | a,b;c | 1", "2 | NULL | 1");

        app.file("jobs/transfers/people.yaml", "existing: skip\nempty-is-null: true\n");
        app.file("people.csv", "id,name,land\n1,Anna,DE\n2,Bob,\"\"\n").run(0, "import", "people.csv");
        assertThat(app.query("SELECT id, name, land IS NULL FROM people ORDER BY id"))
                .containsExactly("1 | Ann | t", "2 | Bob | t");
    }

    @Test
    void theCommandLineGoesBeforeTheJobAndMayPassItOver() throws IOException, SQLException {
        app.file("jobs/transfers/people.yaml", "mode: upsert\nmap: {nr: id}\ndefault: {land: DE}\n");
        app.file("people.csv", "nr,name\n1,Ann\n").run(0, "import", "people.csv");
        app.file("people.csv", "nr,name\n1,Anna\n");

        app.run(22, "import", "people.csv", "--mode", "insert");
        app.run(0, "import", "people.csv", "--default", "land=AT");
        assertThat(app.query("SELECT id, name, land FROM people")).containsExactly("1 | Anna | AT");
        assertThat(app.run(22, "import", "people.csv", "--no-job").stderr()).contains("has no column nr");
    }

    @Test
    void aJobRaisesALimitForItsFile() throws IOException {
        app.file("people.csv", "id,name,pay\n1,Ann,2\n");
        app.file("jobs/transfers/people.yaml", "max-columns: 2\n");
        assertThat(app.run(22, "import", "people.csv").stderr()).contains("more than 2 names");
        app.run(0, "import", "people.csv", "--max-columns", "3");
        app.file("jobs/transfers/people.yaml", "max-columns: 3\nmax-depth: none\n");
        assertThat(app.run(22, "import", "people.csv").stderr()).contains("line 2: max-depth is a number from 1 up");
    }

    @Test
    void anExportWritesWhatItsJobSays() throws IOException, SQLException {
        database.execute(
                "INSERT INTO people (id, name, land, pay) VALUES (1, 'Ann', 'DE', 2), (2, 'Bob', 'AT', 0), (3, 'Cy', 'DE', 1)");
        app.file("masks.yaml", "id: keep\npay: keep\nname: {fixed: X}\n");
        app.file(
                "jobs/transfers/germans.yaml",
                "table: people\ncolumns: [name, id]\nwhere: land = 'DE'\norder: [pay]\nmask: masks.yaml\n");

        assertThat(app.run(0, "export", "germans.csv").stdout()).contains("as jobs/transfers/germans.yaml says");
        assertThat(app.read("germans.csv")).isEqualTo("name,id\nX,3\nX,1\n");
        app.run(0, "export", "germans.csv", "--columns", "id", "--force");
        assertThat(app.read("germans.csv")).isEqualTo("id\n3\n1\n");
        app.run(22, "export", "germans.csv", "--no-job", "--force");
    }

    @Test
    void aJobIsFoundFromAFolderWithinTheApplication() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("in/today"));
        app.file("jobs/transfers/folk.yaml", "table: people\nmap: {nr: id}\n");
        app.file("in/today/folk.csv", "nr,name\n1,Ann\n");
        ImportApp within = new ImportApp(folder.resolve("in/today"), database);

        assertThat(within.run(0, "import", "folk.csv", "--output", "json").stdout())
                .contains("as jobs/transfers/folk.yaml says");

        app.file("masks.yaml", "name: {fixed: X}\n");
        app.file("jobs/transfers/names.yaml", "table: people\ncolumns: [name]\nmask: masks.yaml\n");
        within.run(0, "export", "names.csv");
        assertThat(within.read("names.csv")).isEqualTo("name\nX\n");
    }

    @Test
    void allThatIsWrongWithAJobIsSaidWithItsLine() throws IOException {
        app.file("jobs/transfers/people.yaml", """
                tabel: people
                mode: merge
                ignore-extra: perhaps
                map: [a, b]
                key: id
                key: name
                """);
        app.file("people.csv", "id\n1\n");

        assertThat(app.run(22, "import", "people.csv").toString())
                .contains(
                        "There are 5 problems in jobs/transfers/people.yaml",
                        "line 1: unknown key tabel; did you mean table?",
                        "line 2: mode is insert or upsert or update",
                        "line 3: ignore-extra is true or false",
                        "line 4: map is not a mapping",
                        "line 6: key is given twice");
    }
}
