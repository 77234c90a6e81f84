package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One import after the other while an application inserts, updates and deletes the same rows. */
@Execution(ExecutionMode.CONCURRENT)
class BesideWritersIT {

    private static final int ROUNDS = 6;
    private static final int ITEMS = 2_000;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    /** What the tool writes leaves a line in audit. */
    @BeforeEach
    void auditedTable() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                // The two take their rows in different orders; whoever loses is to know it soon.
                "ALTER DATABASE " + database.name() + " SET deadlock_timeout = '20ms'",
                "CREATE TABLE item (id int PRIMARY KEY, imported text, version bigint NOT NULL DEFAULT 0,"
                        + " birth bigint GENERATED ALWAYS AS IDENTITY)",
                "INSERT INTO item (id, imported) SELECT g, 'old' FROM generate_series(1, " + ITEMS + ", 2) AS g",
                "CREATE TABLE audit (what text, birth bigint, before text, after text)",
                """
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                    INSERT INTO audit VALUES (TG_OP, coalesce(NEW.birth, OLD.birth), OLD.imported, NEW.imported);
                    RETURN NULL;
                END'""",
                "CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON item FOR EACH ROW"
                        + " WHEN (current_setting('application_name') LIKE 'oneoff/%') EXECUTE FUNCTION note()");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "update"})
    void noChangeIsLostAndNoDeletedRowComesBack(String mode)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RowWriters.Written written;
        AtomicInteger now = new AtomicInteger();
        try (RowWriters writers = new RowWriters(database, ITEMS, () -> "r" + now, seed)) {
            for (int round = 0; round < ROUNDS; round++) {
                now.set(round);
                round(mode, "r" + round);
            }
            written = writers.end();
        }
        assertThat(written.updates()).as("seed %d", seed).hasSizeGreaterThan(100);
        assertThat(written.deleted()).as("seed %d", seed).hasSizeGreaterThan(10);
        assertEveryUpdateIsThere(written, seed);
        assertOnlyWhatDiffersWasWritten(mode, seed);
    }

    private void round(String mode, String brought) throws IOException {
        String rows = IntStream.rangeClosed(1, ITEMS)
                .mapToObj(id -> id + "," + brought + "\n")
                .collect(Collectors.joining("", "id,imported\n", ""));
        app.file("item.csv", rows);
        ProcessResult result = new InProcess(folder, Map.of("DATABASE_URL", database.url()))
                .run("import", "item.csv", "--mode", mode, "--existing", "skip");
        assertThat(result.exitCode()).as("%s", result).isIn(0, 32);
    }

    /** Of each row, whatever the tool wrote to it meanwhile: also when it was deleted. */
    private void assertEveryUpdateIsThere(RowWriters.Written written, long seed) throws SQLException {
        Map<Long, Long> versions = new HashMap<>(written.deleted());
        for (String row : app.query("SELECT birth, version FROM item")) {
            String[] parts = row.split(" \\| ", -1);
            Long before = versions.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
            assertThat(before)
                    .as("seed %d: a deleted row is back, %s", seed, row)
                    .isNull();
        }
        versions.forEach((birth, version) -> assertThat(version)
                .as("seed %d: updates of the row %d", seed, birth)
                .isEqualTo(written.updates().getOrDefault(birth, 0L)));
        assertThat(versions.keySet())
                .as("seed %d", seed)
                .containsAll(written.updates().keySet());
    }

    private void assertOnlyWhatDiffersWasWritten(String mode, long seed) throws SQLException {
        assertThat(app.query("SELECT * FROM audit WHERE before = after OR what = 'DELETE'"
                        + (mode.equals("update") ? " OR what = 'INSERT'" : "")))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(app.query("SELECT count(*) FROM audit WHERE what = 'UPDATE'"))
                .as("seed %d: what the imports say", seed)
                .isEqualTo(said("updated"));
        assertThat(app.query("SELECT count(*) FROM audit WHERE what = 'INSERT'"))
                .as("seed %d: what the imports say", seed)
                .isEqualTo(said("inserted"));
        assertThat(app.query("SELECT sum(row_count) FROM oneoff_import_image"))
                .as("seed %d: what an undo would put back", seed)
                .isEqualTo(app.query("SELECT count(*) FROM audit"));
    }

    private List<String> said(String what) throws SQLException {
        return app.query("SELECT sum(CAST(replace(substring(summary FROM '([0-9,]+) " + what
                + "'), ',', '') AS bigint)) FROM oneoff_run WHERE state = 'succeeded'");
    }
}
