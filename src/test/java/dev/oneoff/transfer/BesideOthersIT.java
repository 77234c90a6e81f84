package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What others do to the same rows after an import has compared them and before it writes. */
@Execution(ExecutionMode.CONCURRENT)
class BesideOthersIT {

    private static final String ALL = "SELECT id, name FROM t ORDER BY id";
    private static final String WAITING =
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name LIKE 'oneoff/%/import'"
                    + " AND wait_event_type = 'Lock' AND datname = current_database()";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        app = new ImportApp(folder, database).file("t.csv", "id,name\n2,zwei\n3,drei\n");
    }

    @AfterEach
    void drop() throws SQLException {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void aRowThatIsInsertedMeanwhileIsNotOverwritten() throws Exception {
        database.execute("DELETE FROM t WHERE id = 2");
        ProcessResult result = meanwhile(22, "INSERT INTO t VALUES (3, 'theirs')", "import", "t.csv");

        assertThat(result.toString()).contains("unique-in-table", "nothing was imported");
        assertThat(app.query(ALL)).containsExactly("1 | one", "3 | theirs");
    }

    @Test
    void aRowThatIsInsertedMeanwhileIsUpdatedWhereThatIsAskedFor() throws Exception {
        meanwhile(0, "INSERT INTO t VALUES (3, 'theirs')", "import", "t.csv", "--mode", "upsert");

        assertThat(app.query(ALL)).containsExactly("1 | one", "2 | zwei", "3 | drei");
        assertThat(app.query("SELECT summary FROM oneoff_run"))
                .containsExactly("public.t: 0 inserted, 2 updated, 0 unchanged");
    }

    @Test
    void aRowThatIsDeletedMeanwhileIsNotTakenForUpdated() throws Exception {
        app.file("t.csv", "id,name\n2,zwei\n");
        ProcessResult result = meanwhile(22, "DELETE FROM t WHERE id = 2", "import", "t.csv", "--mode", "update");

        assertThat(result.toString()).contains("key-missing");
        assertThat(app.query(ALL)).containsExactly("1 | one");
    }

    @Test
    void aRowThatIsMadeEqualMeanwhileIsNotCountedAsUpdated() throws Exception {
        app.file("t.csv", "id,name\n2,zwei\n");
        meanwhile(0, "UPDATE t SET name = 'zwei' WHERE id = 2", "import", "t.csv", "--mode", "upsert");

        assertThat(app.query("SELECT summary FROM oneoff_run"))
                .containsExactly("public.t: 0 inserted, 0 updated, 1 unchanged");
    }

    @Test
    void aRowThatIsChangedOrAddedMeanwhileIsNotDeletedUnseen() throws Exception {
        meanwhile(11, "UPDATE t SET name = 'theirs' WHERE id = 1; INSERT INTO t VALUES (4, 'four')", replaced("1"));
        assertThat(app.query(ALL)).containsExactly("1 | theirs", "2 | two", "4 | four");

        meanwhile(0, "UPDATE t SET name = 'ours' WHERE id = 1; DELETE FROM t WHERE id = 4", replaced("2"));
        assertThat(app.query(ALL)).containsExactly("2 | zwei", "3 | drei");
        assertThat(app.query("SELECT summary FROM oneoff_run WHERE state = 'succeeded'"))
                .containsExactly("public.t: 1 inserted, 1 updated, 1 deleted, 0 unchanged");
    }

    private static String[] replaced(String most) {
        return new String[] {"import", "t.csv", "--mode", "replace", "--max-delete", most};
    }

    @Test
    void ofTwoImportsOfATableOneWaits() throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE t SET name = 'held' WHERE id = 2");
            Future<ProcessResult> first = threads.submit(() -> app.run(0, "import", "t.csv", "--mode", "upsert"));
            await(first);
            assertThat(app.run(32, "import", "t.csv", "--mode", "upsert", "--lock-wait", "200ms")
                            .stderr())
                    .contains("import");
            other.commit();
            first.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anImportOfAnotherTableDoesNotCallItLost() throws Exception {
        database.execute("CREATE TABLE u (id int PRIMARY KEY)");
        app.file("u.csv", "id\n1\n");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE t SET name = 'held' WHERE id = 2");
            Future<ProcessResult> first = threads.submit(() -> app.run(0, "import", "t.csv", "--mode", "upsert"));
            await(first);
            app.run(0, "import", "u.csv");
            assertThat(app.query("SELECT subject, state FROM oneoff_run ORDER BY started_at"))
                    .containsExactly("t.csv | running", "u.csv | succeeded");
            other.commit();
            first.get(20, TimeUnit.SECONDS);
        }
    }

    /** Commits a change once an import has come to wait for it. */
    private ProcessResult meanwhile(int exitCode, String change, String... command) throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(change);
            Future<ProcessResult> imported = threads.submit(() -> app.run(exitCode, command));
            await(imported);
            other.commit();
            return imported.get(20, TimeUnit.SECONDS);
        }
    }

    private void await(Future<ProcessResult> one) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!app.query(WAITING).equals(List.of("t"))) {
            if (one.isDone()) {
                throw new AssertionError("it did not wait: " + one.get());
            }
            assertThat(System.nanoTime()).as("no import waits").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
