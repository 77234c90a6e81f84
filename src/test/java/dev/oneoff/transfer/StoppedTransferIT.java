package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a signal makes of what writes nothing into a database: it ends with the signal's code, soon, and leaves nothing. */
@Execution(ExecutionMode.CONCURRENT)
class StoppedTransferIT {

    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()";

    // A process that had to end itself, since nothing else did, would not say that it was stopped.
    private static final Duration PROMPTLY = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void onAServer() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                var holder = database.connect();
                var statement = holder.createStatement()) {
            database.execute(
                    "CREATE VIEW held AS SELECT CAST(pg_advisory_xact_lock(4711) AS text) AS a",
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END'",
                    "CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait()");
            statement.execute("SELECT pg_advisory_lock(4711)");
            Files.writeString(folder.resolve("t.csv"), "id\n1\n");
            Launcher launcher = Launcher.dist().in(folder).env("DATABASE_URL", database.url());

            for (String export : List.of(
                    "held.csv", "q.ndjson --query TABLE_held", "- held --format csv", "--tables held,t --dir out")) {
                String[] words = ("export " + export).split(" ");
                words[words.length - 1] = words[words.length - 1].replace('_', ' ');
                try (RunningProcess process = launcher.start(words)) {
                    database.await(WAITING, "1");
                    assertStopped(process, export.startsWith("-"));
                }
                database.await(WAITING, "0");
            }
            try (RunningProcess process = launcher.start("import", "t.csv", "--dry-run=full")) {
                database.await(WAITING, "1");
                assertThat(assertStopped(process, true)).contains("Nothing was imported.");
            }
            assertThat(files()).containsExactlyInAnyOrder("t.csv", "out");
        }
    }

    @Test
    void onTheEmbeddedDatabase() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.h2(folder)) {
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        }
        Launcher launcher =
                Launcher.dist().in(folder).env("DATABASE_URL", "jdbc:h2:file:" + folder.resolve(".oneoff/dev"));
        String endless = "SELECT sum(r.n) AS n FROM SYSTEM_RANGE(1, 900000000000) AS r (n)";
        try (RunningProcess process = launcher.start("export", "q.csv", "--query", endless)) {
            awaitPart();
            assertStopped(process, false);
        }
        assertThat(files()).isEmpty();
    }

    private static String assertStopped(RunningProcess process, boolean interrupted) {
        if (interrupted) {
            process.interrupt();
        } else {
            process.terminate();
        }
        ProcessResult result = process.await(PROMPTLY);
        assertThat(result.exitCode()).as("%s", result).isEqualTo(interrupted ? 130 : 143);
        assertThat(result.stderr())
                .contains("Stopped by SIG" + (interrupted ? "INT" : "TERM"), "Run the same command again")
                .doesNotContain("goes on from there");
        return result.stderr();
    }

    private void awaitPart() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (Stream.of(folder.toFile().list()).noneMatch(file -> file.endsWith(".part"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.isEmpty() && !name.startsWith("."))
                    .toList();
        }
    }
}
