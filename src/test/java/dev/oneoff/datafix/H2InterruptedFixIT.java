package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@link InterruptedFixIT} says, of the embedded file, which nobody else can look into meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class H2InterruptedFixIT {

    private static final int ROWS = 2_000;
    private static final int KILLS = 3;
    private static final int MANY_KILLS = 10;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Takes a millisecond, and leaves a line in seen, in the same transaction. */
    private static final String SEE = """
            CREATE TRIGGER see BEFORE UPDATE ON item FOR EACH ROW AS '
            org.h2.api.Trigger create() {
                return (connection, before, after) -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    try (java.sql.PreparedStatement insert = connection.prepareStatement("INSERT INTO seen VALUES (?)")) {
                        insert.setObject(1, after[0]);
                        insert.executeUpdate();
                    }
                };
            }'""";

    /** So that many kills hit a batch whose rows are changed and whose cursor is not. */
    private static final String SLOW_CURSOR = """
            CREATE TRIGGER slow_cursor BEFORE UPDATE ON oneoff_fix_chunk FOR EACH ROW AS '
            org.h2.api.Trigger create() {
                return (connection, before, after) -> java.util.concurrent.locks.LockSupport.parkNanos(80_000_000);
            }'""";

    /** The middle row waits while a file is there. */
    private static final String WAIT = """
            CREATE TRIGGER wait BEFORE UPDATE ON item FOR EACH ROW AS '
            org.h2.api.Trigger create() {
                return (connection, before, after) -> {
                    while (after[0].equals(%d) && java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
                        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    }
                };
            }'""";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    @BeforeEach
    void slowTable() throws IOException, SQLException {
        database = TestDatabase.h2(folder);
        app = FixApp.in(folder, database).fix("1_slow", "UPDATE item SET state = 'right' WHERE state = 'wrong';");
        database.execute(
                "CREATE TABLE item (id int PRIMARY KEY, state text NOT NULL)",
                "INSERT INTO item SELECT g, 'wrong' FROM generate_series(1, " + ROWS + ") AS s (g)",
                "CREATE TABLE seen (id int NOT NULL)",
                SEE);
    }

    @Test
    void killedAtRandomEveryRowIsFixedOnceAndTakenBackOnce() throws IOException, SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int half = 0;
        // Makes the tables of oneoff.
        app.fix("0_none", "UPDATE item SET state = 'none' WHERE state = 'nothing';")
                .run(0, "datafix", "apply", "none");
        database.execute(SLOW_CURSOR);
        // By chance those that are to be done may all come before the first batch.
        for (int kill = 0; kill < KILLS || (half == 0 && kill < MANY_KILLS); kill++) {
            kill(random, "apply");
            half += assertConsistent("state = 'right'", "TRUE");
        }
        assertThat(half).as("kills half-way, seed %d", seed).isPositive();
        app.run(0, "datafix", "apply");
        assertFixedOnce();

        database.execute("DELETE FROM seen");
        for (int kill = 0; kill < KILLS; kill++) {
            kill(random, "revert", "slow");
            half += assertConsistent("state = 'wrong'", "reverted");
        }
        app.run(0, "datafix", "revert", "slow");
        assertThat(app.query("SELECT count(*) FROM item WHERE state <> 'wrong'"))
                .containsExactly("0");
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(ROWS + " | " + ROWS);
    }

    @Test
    void aSignalEndsItWithinSecondsAndItGoesOn() throws IOException, SQLException {
        try (RunningProcess process = app.start("datafix", "apply")) {
            awaitWrites(process, 8);
            process.terminate();
            ProcessResult result = process.await(LONG);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(143);
        }
        assertThat(app.run(0, "datafix", "list").stdout()).contains("interrupted");
        app.run(0, "datafix", "apply");

        assertFixedOnce();
    }

    @Test
    void aSecondProcessWaitsAndNamesTheFirst() throws IOException, SQLException {
        Path wait = Files.createFile(folder.resolve("wait"));
        database.execute(WAIT.formatted(ROWS / 2, wait));
        try (RunningProcess process = app.start("datafix", "apply")) {
            awaitWrites(process, 2);
            assertThat(app.run(32, "datafix", "apply", "--lock-wait", "200ms").stderr())
                    .contains("held", "oneoff/");
            assertThat(app.run(32, "datafix", "pause", "slow", "--lock-wait", "200ms")
                            .stderr())
                    .contains("held");
            Files.delete(wait);
            assertThat(process.await(LONG).exitCode()).isZero();
        }
        assertFixedOnce();
    }

    private void kill(Random random, String... command) throws IOException {
        String[] line = new String[command.length + 1];
        line[0] = "datafix";
        System.arraycopy(command, 0, line, 1, command.length);
        try (RunningProcess process = app.start(line)) {
            awaitWrites(process, 1 + random.nextInt(12));
            LockSupport.parkNanos(random.nextInt(150_000_000));
            process.kill();
            process.await(LONG);
        }
    }

    /** Waits until the process has the file open and has written it so often, or is gone. */
    private void awaitWrites(RunningProcess process, int writes) throws IOException {
        Path holder = folder.resolve(".oneoff/dev.holder");
        Path file = folder.resolve(".oneoff/dev.mv.db");
        Files.deleteIfExists(holder);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String last = "";
        int seen = 0;
        while (seen <= writes && process.isAlive()) {
            assertThat(System.nanoTime()).as("nothing is written").isLessThan(deadline);
            if (Files.exists(holder)) {
                String now = state(file);
                seen += now.equals(last) ? 0 : 1;
                last = now;
            }
            LockSupport.parkNanos(500_000);
        }
    }

    private static String state(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Returns 1 where some rows are done, and not all. */
    private int assertConsistent(String done, String counted) throws SQLException {
        String rows = app.query("SELECT count(*) FROM item WHERE " + done).get(0);
        assertThat(app.query("SELECT count(*), count(DISTINCT id) FROM seen")).containsExactly(rows + " | " + rows);
        assertThat(app.query("SELECT coalesce(sum(row_count), 0) FROM oneoff_image WHERE " + counted))
                .containsExactly(rows);
        if (counted.equals("TRUE")) {
            assertThat(app.query("SELECT coalesce(sum(changed), 0) FROM oneoff_fix_chunk"))
                    .containsExactly(rows);
        }
        return rows.equals("0") || rows.equals(Integer.toString(ROWS)) ? 0 : 1;
    }

    private void assertFixedOnce() throws SQLException {
        assertThat(assertConsistent("state = 'right'", "TRUE")).isZero();
        assertThat(app.query("SELECT count(*) FROM item WHERE state <> 'right'"))
                .containsExactly("0");
        assertThat(app.run(0, "datafix", "list").stdout()).contains("succeeded");
    }
}
