package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rows that nothing but writing them shows to be wrong. */
@Execution(ExecutionMode.CONCURRENT)
class SingleRowsIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE stays (id int PRIMARY KEY, days daterange, EXCLUDE USING gist (days WITH &&))",
                "INSERT INTO stays VALUES (1, '[2026-01-01,2026-01-10)')",
                "CREATE TABLE items (id int PRIMARY KEY, name text)",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.name LIKE ''bad%'' THEN RAISE ''no % here'', NEW.name; END IF; RETURN NEW; END'",
                "CREATE TRIGGER no BEFORE INSERT OR UPDATE ON items FOR EACH ROW EXECUTE FUNCTION no()");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whatExcludesARowOfTheTableOrOfTheFileIsNamedWithItsLine() throws IOException, SQLException {
        app.file("stays.csv", """
                id,days
                2,"[2026-02-01,2026-02-10)"
                3,"[2026-01-05,2026-01-06)"
                4,"[2026-03-01,2026-03-10)"
                5,"[2026-02-09,2026-02-12)"
                """);

        assertThat(app.run(22, "import", "stays.csv").toString()).contains("2 of 4 rows are rejected");
        assertThat(app.read("stays.rejects.report.csv").lines())
                .extracting(line -> line.split(",", 6)[0] + " " + line.split(",", 6)[4])
                .containsExactly("line code", "3 exclusion", "5 exclusion");
        assertThat(app.query("SELECT count(*) FROM stays")).containsExactly("1");

        app.run(0, "import", "stays.csv", "--max-errors", "2");
        assertThat(app.query("SELECT id FROM stays ORDER BY id")).containsExactly("1", "2", "4");
    }

    @Test
    void whatATriggerRefusesIsNamedWithItsLineAndItsWords() throws IOException, SQLException {
        app.file(
                "items.csv",
                IntStream.rangeClosed(1, 1_000)
                        .mapToObj(n -> n + (n % 300 == 0 ? ",bad " : ",good ") + n + "\n")
                        .collect(Collectors.joining("", "id,name\n", "")));

        app.run(22, "import", "items.csv");
        assertThat(app.read("items.rejects.report.csv").lines())
                .extracting(line -> line.split(",", 6)[0] + line.split(",", 6)[4] + line.split(",", 6)[5])
                .allMatch(line ->
                        line.startsWith("line") || line.matches("(301|601|901)otherno bad (300|600|900) here.*"))
                .hasSize(4);
        assertThat(app.query("SELECT count(*) FROM items")).containsExactly("0");

        assertThat(app.run(20, "import", "items.csv", "--mode", "replace", "--max-delete", "9")
                        .stderr())
                .contains("The database refused while writing to public.items: ERROR: no bad 300 here");
        app.run(0, "import", "items.csv", "--mode", "upsert", "--max-errors", "3");
        assertThat(app.query("SELECT count(*), count(*) FILTER (WHERE name LIKE 'bad%') FROM items"))
                .containsExactly("997 | 0");
    }
}
