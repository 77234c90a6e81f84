package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A file with a thousand mistakes of all kinds among as many good rows. */
@Execution(ExecutionMode.CONCURRENT)
class ThousandMistakesIT {

    private static final int EACH = 100;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TYPE mood AS ENUM ('good', 'bad')",
                "CREATE TABLE teams (id int PRIMARY KEY)",
                "INSERT INTO teams SELECT generate_series(1, 10)",
                "CREATE TABLE people (id int PRIMARY KEY, email varchar(12) NOT NULL UNIQUE, mood mood,"
                        + " pay numeric(6, 2) CHECK (pay >= 0), born date, team int REFERENCES teams (id), more jsonb)",
                "INSERT INTO people (id, email) SELECT -g, 't' || g FROM generate_series(1, " + EACH + ") AS g");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    /** A row with a mistake, where it is, what it is called, and the row as it should be. */
    private record Wrong(String row, String column, String code, String mended) {}

    private static Wrong wrong(int kind, int id) {
        String mended = id + ",e" + id + ",good,1.50,2001-02-03,1,{}";
        return switch (kind) {
            case 0 -> new Wrong("x" + id + ",e" + id + ",good,1.50,2001-02-03,1,{}", "id", "type", mended);
            case 1 -> new Wrong(id + ",,good,1.50,2001-02-03,1,{}", "email", "not-null", mended);
            case 2 -> new Wrong(id + ",much-too-long-" + id + ",good,1.50,2001-02-03,1,{}", "email", "length", mended);
            case 3 -> new Wrong(id + ",e" + id + ",fine,1.50,2001-02-03,1,{}", "mood", "type", mended);
            case 4 -> new Wrong(id + ",e" + id + ",good,1.505,2001-02-03,1,{}", "pay", "length", mended);
            case 5 -> new Wrong(id + ",e" + id + ",good,-1,2001-02-03,1,{}", "pay", "check", mended);
            case 6 -> new Wrong(id + ",e" + id + ",good,1.50,2001-02-30,1,{}", "born", "type", mended);
            case 7 -> new Wrong(id + ",e" + id + ",good,1.50,2001-02-03,11,{}", "team", "fk-missing", mended);
            case 8 -> new Wrong(id + ",e" + id + ",good,1.50,2001-02-03,1,{]", "more", "type", mended);
            default ->
                new Wrong(
                        id + ",t" + (id % EACH + 1) + ",good,1.50,2001-02-03,1,{}", "email", "unique-in-table", mended);
        };
    }

    @Test
    void allAreReportedInOnePassWithTheirPlaceAndTheMendedFileIsImported() throws IOException, SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder("id,email,mood,pay,born,team,more\n");
        List<String> expected = new ArrayList<>();
        TreeMap<Integer, String> mended = new TreeMap<>();
        int line = 1;
        for (int id = 0; id < 10 * EACH; id++) {
            if (random.nextBoolean()) {
                line += 2;
                file.append(1_000_000 + id).append(",g").append(id).append(",bad,,,,\"{\"\"a\"\":\n1}\"\n");
            }
            line++;
            Wrong wrong = wrong(id / EACH, id);
            file.append(wrong.row()).append('\n');
            expected.add(line + " " + wrong.column() + " " + wrong.code());
            mended.put(line, wrong.mended());
        }
        app.file("people.csv", file.toString());

        assertThat(app.run(22, "import", "people.csv").stderr()).contains("1,000 of ");
        List<String> report =
                app.read("people.rejects.report.csv").lines().skip(1).toList();
        assertThat(report)
                .extracting(row -> row.split(",", 4)[0] + " " + row.split(",", 4)[2] + " " + code(row))
                .containsExactlyElementsOf(expected);
        assertThat(app.read("people.rejects.csv").lines().count()).isEqualTo(1_001);
        assertThat(app.query("SELECT count(*) FROM people WHERE id >= 0")).containsExactly("0");

        app.file(
                "people.rejects.csv", "id,email,mood,pay,born,team,more\n" + String.join("\n", mended.values()) + "\n");
        app.run(0, "import", "people.rejects.csv");
        assertThat(app.query("SELECT count(*) FROM people WHERE id >= 0")).containsExactly("1000");
    }

    private static String code(String row) {
        return List.of("not-null", "length", "check", "fk-missing", "unique-in-table", "type").stream()
                .filter(code -> row.contains("," + code + ","))
                .findFirst()
                .orElse(row);
    }
}
