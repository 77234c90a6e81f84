package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixes while an application writes the same rows and those that they are joined with. */
@Execution(ExecutionMode.CONCURRENT)
class BesideTheApplicationIT {

    private static final int ITEMS = 1_000;
    private static final int OWNERS = 40;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /**
     * Every change by the tool leaves a line in audit: the item as it was, and its owner as the changing statement saw him.
     * That is what a function sees that is STABLE; one that is not would see what was committed meanwhile.
     */
    @BeforeEach
    void auditedTable() throws SQLException {
        database = TestDatabase.create();
        app = FixApp.in(folder, database);
        String byTheTool = " WHEN (current_setting('application_name') LIKE 'oneoff/%') EXECUTE FUNCTION ";
        database.execute(
                "CREATE TABLE owner (id int PRIMARY KEY, active bool NOT NULL, name text NOT NULL)",
                "INSERT INTO owner SELECT g, g % 3 <> 0, 'o' || g FROM generate_series(1, " + OWNERS + ") AS g",
                "CREATE TABLE item (id int PRIMARY KEY, owner int NOT NULL REFERENCES owner, label text NOT NULL,"
                        + " state text NOT NULL, version bigserial, active bool, name text)",
                "INSERT INTO item SELECT g, 1 + g % " + OWNERS
                        + ", 'old', CASE WHEN g % 5 = 0 THEN 'other' ELSE 'wrong' END FROM generate_series(1, "
                        + ITEMS + ") AS g",
                "CREATE TABLE audit (id int, state text, label text, version bigint, active bool, name text)",
                """
                CREATE FUNCTION look() RETURNS trigger STABLE LANGUAGE plpgsql AS 'BEGIN
                    SELECT o.active, o.name INTO NEW.active, NEW.name FROM owner AS o WHERE o.id = NEW.owner;
                    RETURN NEW;
                END'""",
                """
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                    PERFORM pg_sleep(0.0005);
                    INSERT INTO audit VALUES (OLD.id, OLD.state, NEW.label, OLD.version, NEW.active, NEW.name);
                    RETURN NEW;
                END'""",
                "CREATE TRIGGER a_look BEFORE UPDATE ON item FOR EACH ROW" + byTheTool + "look()",
                "CREATE TRIGGER b_note BEFORE UPDATE ON item FOR EACH ROW" + byTheTool + "note()");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"EXISTS, 1", "EXISTS, 2", "FROM, 1", "FROM, 2"})
    void noEditIsOverwrittenAndNothingIsFixedThatIsRight(String form, int workers)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        app.fix(
                "1_fix",
                form.equals("FROM")
                        ? "UPDATE item SET label = o.name FROM owner AS o WHERE o.id = item.owner AND o.active"
                                + " AND item.state = 'wrong' AND item.label <> o.name"
                        : "UPDATE item SET state = 'right' WHERE state = 'wrong'"
                                + " AND EXISTS (SELECT FROM owner AS o WHERE o.id = item.owner AND o.active)");
        String[] command = workers == 1
                ? new String[] {"datafix", "apply", "--pace", "full"}
                : new String[] {"datafix", "apply", "--pace", "full", "--workers", Integer.toString(workers)};
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Map<Integer, String> last;
        ProcessResult result;
        try (Application application = Application.on(database, ITEMS, OWNERS, seed)) {
            result = app.launcher().run(command);
            last = application.end();
        }
        assertThat(result.exitCode()).as("%s", result).isIn(0, 21);
        if (result.exitCode() == 21) {
            assertThat(result.stderr()).contains("rows keep appearing");
            app.run(0, command);
        }
        assertThat(last).hasSizeGreaterThan(100);
        assertEditsAreThere(last, form);
        assertOnlyTheWrongWereChanged(form);
    }

    /** What it made right stays, and what it deleted; what it made wrong may be right by now. */
    private void assertEditsAreThere(Map<Integer, String> last, String form) throws SQLException {
        Map<Integer, String> found = new TreeMap<>();
        for (String row : app.query("SELECT id, state, label FROM item")) {
            String[] parts = row.split(" \\| ", -1);
            found.put(Integer.parseInt(parts[0]), parts[1] + "/" + parts[2]);
        }
        last.forEach((id, state) -> {
            String now = found.getOrDefault(id, Application.GONE);
            switch (state) {
                case "mine" -> assertThat(now).as("item %d", id).isEqualTo("mine/mine");
                case "wrong" -> assertThat(now).as("item %d", id).startsWith(form.equals("FROM") ? "wrong/" : "");
                default -> assertThat(now).as("item %d", id).isEqualTo(Application.GONE);
            }
        });
    }

    private void assertOnlyTheWrongWereChanged(String form) throws SQLException {
        assertThat(app.query("SELECT * FROM audit WHERE state <> 'wrong' OR NOT active"))
                .isEmpty();
        assertThat(app.query("SELECT sum(changed) FROM oneoff_fix_chunk"))
                .isEqualTo(app.query("SELECT count(*) FROM audit"));
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_image"))
                .isEqualTo(app.query("SELECT count(*) FROM audit"));
        assertThat(app.query(
                        form.equals("FROM")
                                ? "SELECT * FROM audit WHERE label <> name"
                                : "SELECT id, version FROM audit GROUP BY id, version HAVING count(*) > 1"))
                .isEmpty();
    }
}
