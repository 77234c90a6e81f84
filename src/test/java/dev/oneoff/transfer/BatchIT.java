package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Imports that commit as they go: whatever ends one, no row is written twice and none is left out. */
@Execution(ExecutionMode.CONCURRENT)
class BatchIT {

    private static final int ROWS = 1_200;
    private static final String MARK = "SELECT state, row_count, line, batches, inserted FROM oneoff_import_mark";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    /** Nothing but the mark keeps a second run from inserting the rows again: the table has no key. */
    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE events (n int NOT NULL, note text)",
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                "CREATE TABLE users (id int PRIMARY KEY, name text, boss int REFERENCES users (id))");
        app = new ImportApp(folder, database)
                .file(
                        "events.csv",
                        IntStream.rangeClosed(1, ROWS)
                                .mapToObj(n -> n + (n % 7 == 0 ? ",\"two\nlines\"\n" : ",x\n"))
                                .collect(Collectors.joining("", "n,note\n", "")));
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void eachBatchIsCommittedWithItsMark() throws SQLException {
        app.run(0, "import", "events.csv", "--no-key", "--batch", "500");

        assertThat(app.query("SELECT count(*), count(DISTINCT n), count(DISTINCT CAST(xmin AS text)) FROM events"))
                .containsExactly(ROWS + " | " + ROWS + " | 3");
        assertThat(app.query(MARK)).containsExactly("done | 1200 | 1372 | 3 | 1200");
        app.run(0, "import", "events.csv", "--no-key", "--batch", "500", "--resume");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly(Integer.toString(ROWS));
        assertThat(app.query("SELECT summary FROM oneoff_run ORDER BY started_at"))
                .containsExactly(
                        "public.events: 1,200 inserted, 0 updated, 0 unchanged",
                        "public.events: 0 inserted, 0 updated, 0 unchanged");
    }

    @Test
    void aBatchIsNotThereWithoutItsMark() throws SQLException {
        app.run(0, "import", "events.csv", "--no-key", "--batch", "2000");
        database.execute("TRUNCATE events", "ALTER TABLE oneoff_import_mark ADD CHECK (batches < 2)");

        ProcessResult result = app.run(20, "import", "events.csv", "--no-key", "--batch", "500");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("500");
        assertThat(result.stderr()).contains("1 batch with 500 rows are committed");
        assertThat(app.query(MARK)).containsExactly("going | 500 | 572 | 1 | 500");
    }

    @Test
    void itGoesOnWithTheSameFileInTheSameWayOrNotAtAll() throws IOException, SQLException {
        app.run(0, "import", "events.csv", "--no-key", "--batch", "500");
        database.execute(
                "TRUNCATE events",
                "DELETE FROM oneoff_import_mark",
                "ALTER TABLE oneoff_import_mark ADD CHECK (batches < 2)");
        app.run(20, "import", "events.csv", "--no-key", "--batch", "500");

        assertThat(app.run(
                                11,
                                "import",
                                "events.csv",
                                "--no-key",
                                "--batch",
                                "500",
                                "--resume",
                                "--null",
                                "late",
                                "--default",
                                "note=x")
                        .stderr())
                .contains(
                        "began with other options: --mode insert --no-key; now it is --mode insert --no-key --default note=#",
                        "--again");
        String file = app.read("events.csv");
        app.file("events.csv", file + "1201,more\n");
        assertThat(app.run(11, "import", "events.csv", "--no-key", "--batch", "500", "--resume")
                        .stderr())
                .contains("before it was changed", "the file as it was");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("500");

        app.file("events.csv", file);
        database.execute("ALTER TABLE oneoff_import_mark DROP CONSTRAINT oneoff_import_mark_batches_check");
        app.run(0, "import", "events.csv", "--no-key", "--batch", "700", "--resume");
        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM events")).containsExactly(ROWS + " | " + ROWS);
    }

    @Test
    void whatIsWrongWithTheFileIsKnownBeforeAnythingIsWritten() throws IOException, SQLException {
        app.file("events.csv", app.read("events.csv") + "x,late\n");

        assertThat(app.run(22, "import", "events.csv", "--no-key", "--batch", "500")
                        .stderr())
                .contains("1 of 1,201 rows is rejected; nothing was imported");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("0");

        assertThat(app.run(
                                0,
                                "import",
                                "events.csv",
                                "--no-key",
                                "--batch",
                                "500",
                                "--max-errors",
                                "1",
                                "--rejects",
                                "-")
                        .stdout())
                .isEqualTo("n,note\nx,late\n");
        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM events")).containsExactly(ROWS + " | " + ROWS);
    }

    @Test
    void aRowThatTheTableDoesNotTakeStopsItAndItGoesOnOnceThatIsMended() throws SQLException {
        database.execute(
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.n = 700 THEN RAISE ''not this one''; END IF; RETURN NEW; END'",
                "CREATE TRIGGER no BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION no()");

        assertThat(app.run(20, "import", "events.csv", "--no-key", "--batch", "300")
                        .stderr())
                .contains(
                        "batch 3 (after line 686)",
                        "not this one",
                        "2 batches with 600 rows are committed",
                        "--resume");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("600");
        assertThat(app.query(MARK)).containsExactly("going | 600 | 686 | 2 | 600");

        assertThat(app.run(11, "import", "events.csv", "--no-key", "--batch", "300")
                        .stderr())
                .contains("has imported 600 rows of this file", "--resume", "--again");
        database.execute("DROP TRIGGER no ON events");
        app.run(0, "import", "events.csv", "--no-key", "--batch", "500", "--resume");

        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM events")).containsExactly(ROWS + " | " + ROWS);
        assertThat(app.query(MARK)).containsExactly("done | 1200 | 1372 | 4 | 1200");
    }

    @Test
    void aFileThatHasChangedIsAnotherOne() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.n = 700 THEN RAISE ''not this one''; END IF; RETURN NEW; END'",
                "CREATE TRIGGER no BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION no()");
        app.run(20, "import", "events.csv", "--no-key", "--batch", "300");
        database.execute("DROP TRIGGER no ON events");

        app.file("events.csv", "n,note\n1,y\n")
                .run(11, "import", "events.csv", "--no-key", "--batch", "300", "--resume");
        app.run(0, "import", "events.csv", "--no-key", "--batch", "300");
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("601");
    }

    @Test
    void aFileThatIsChangedMeanwhileHasNotComeToItsEnd() throws Exception {
        String[] resume = {"import", "users.csv", "--mode", "upsert", "--batch", "100", "--resume"};
        String[] begin = Arrays.copyOf(resume, resume.length - 1);
        String text = IntStream.rangeClosed(1, 300)
                .mapToObj(n -> n + "," + "x".repeat(10_000) + "\n")
                .collect(Collectors.joining("", "id,name\n", ""));
        app.file("users.csv", text);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN SHARE MODE");
            CompletableFuture<ProcessResult> run =
                    CompletableFuture.supplyAsync(() -> app.run(20, begin), work -> new Thread(work).start());
            database.await(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
                    "1");
            app.file("users.csv", text.substring(0, text.length() - 2) + "y\n");
            other.commit();
            assertThat(run.get(30, TimeUnit.SECONDS).stderr()).contains("was changed while it was imported");
        }

        app.file("users.csv", text);
        assertThat(app.run(11, resume).stderr()).contains("The file was changed while run ", "leave out --resume");
        app.run(0, begin);
        assertThat(app.query("SELECT count(*), count(*) FILTER (WHERE name LIKE '%y') FROM users"))
                .containsExactly("300 | 0");
        assertThat(app.query("SELECT state FROM oneoff_import_mark")).containsExactly("done");
    }

    @Test
    void rowsThatReferToEachOtherAreOneTransactions() throws IOException {
        app.file("users.csv", "id,name,boss\n1,Ann,2\n2,Bob,\n");

        assertThat(app.run(11, "import", "users.csv", "--batch", "1").stderr()).contains("refer to each other");
        app.run(2, "import", "users.csv", "--resume");
        app.fed("id\n1\n", 2, "import", "-", "--into", "users", "--format", "csv", "--batch", "5");
        app.run(0, "import", "users.csv");
    }

    @Test
    void aUniqueValueThatALaterBatchFreesIsKnownBeforeAnythingIsWritten() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE names (id int PRIMARY KEY, name text UNIQUE)",
                "INSERT INTO names VALUES (1, 'a'), (2, 'b')");
        app.file("names.csv", "id,name\n3,c\n4,\"two\nlines\"\n5,a\n1,x\n");
        String[] command = {"import", "names.csv", "--mode", "upsert", "--key", "id", "--batch", "3"};

        app.run(22, command);
        assertThat(app.read("names.rejects.report.csv"))
                .contains("5,2,name,a,unique-in-table,", "until line 6 changes it, in a later batch");
        assertThat(app.query("SELECT count(*) FROM names")).containsExactly("2");
        command[command.length - 1] = "2";
        app.run(0, command);
        assertThat(app.query("SELECT id FROM names WHERE name = 'a'")).containsExactly("5");
    }

    @Test
    void aSecondRunOfAnUpsertInBatchesChangesNothing() throws IOException, SQLException {
        app.file(
                "users.csv",
                IntStream.rangeClosed(1, 100)
                        .mapToObj(n -> n + ",name " + n + "\n")
                        .collect(Collectors.joining("", "id,name\n", "")));
        database.execute("INSERT INTO users SELECT g, 'old' FROM generate_series(1, 50) AS g");

        app.run(0, "import", "users.csv", "--mode", "upsert", "--batch", "30");
        app.run(0, "import", "users.csv", "--mode", "upsert", "--batch", "30");
        assertThat(app.query("SELECT summary FROM oneoff_run ORDER BY started_at"))
                .containsExactly(
                        "public.users: 50 inserted, 50 updated, 0 unchanged",
                        "public.users: 0 inserted, 0 updated, 100 unchanged");
    }

    @Test
    void killedAtRandomItGoesOnAndEveryRowIsThereOnce() throws SQLException {
        database.execute(
                "CREATE TRIGGER slow BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION slow()",
                "ALTER TABLE events ADD id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Launcher launcher = Launcher.dist().in(folder).env("DATABASE_URL", database.url());
        String[] command = {"import", "events.csv", "--no-key", "--batch", "50", "--resume", "--undoable"};
        int batches = 0;
        for (int kill = 0; kill < 4; kill++) {
            try (RunningProcess process = launcher.start(command)) {
                awaitBatches(batches + 1 + random.nextInt(2));
                LockSupport.parkNanos(random.nextInt(100) * 1_000_000L);
                process.kill();
            }
            batches = batchesOfTheDead();
        }
        ProcessResult last = launcher.run(command);
        assertThat(last.exitCode()).as("%s", last).isZero();

        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM events")).containsExactly(ROWS + " | " + ROWS);
        assertThat(app.query("SELECT state, count(*) FROM oneoff_run GROUP BY state ORDER BY state"))
                .containsExactly("lost | 4", "succeeded | 1");

        app.run(
                0,
                "import",
                "--undo",
                app.query("SELECT max(id) FROM oneoff_import").get(0));
        assertThat(app.query("SELECT count(*) FROM events")).containsExactly("0");
        assertThat(app.query(
                        "SELECT sum(row_count), count(DISTINCT fix_id), bool_and(reverted) FROM oneoff_import_image"))
                .containsExactly(ROWS + " | 1 | t");
    }

    @Test
    void aSignalEndsItAfterTheLastBatchAndItGoesOn() throws SQLException {
        database.execute(
                "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.n = 250 THEN PERFORM pg_sleep(60); END IF; RETURN NEW; END'",
                "CREATE TRIGGER stuck BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION stuck()");
        Launcher launcher = Launcher.dist().in(folder).env("DATABASE_URL", database.url());
        try (RunningProcess process = launcher.start("import", "events.csv", "--no-key", "--batch", "100")) {
            database.await(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
                    "1");
            process.terminate();
            ProcessResult result = process.await(Duration.ofSeconds(10));
            assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
            assertThat(result.stderr())
                    .contains("Stopped by SIGTERM", "2 batches with 200 rows are committed", "--resume");
        }
        database.execute("DROP TRIGGER stuck ON events");
        app.run(0, "import", "events.csv", "--no-key", "--batch", "100", "--resume");
        assertThat(app.query("SELECT count(*), count(DISTINCT n) FROM events")).containsExactly(ROWS + " | " + ROWS);
    }

    /** What it had sent may still be committed once it is dead. */
    private int batchesOfTheDead() throws SQLException {
        database.await(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'oneoff/%'",
                "0");
        return Integer.parseInt(
                app.query("SELECT max(batches) FROM oneoff_import_mark").get(0));
    }

    private void awaitBatches(int batches) throws SQLException {
        database.await("SELECT to_regclass('oneoff_import_mark') IS NOT NULL", "t");
        database.await("SELECT count(*) FROM oneoff_import_mark WHERE batches >= " + batches, "1");
    }
}
