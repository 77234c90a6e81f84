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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of an export that cannot go on: of the real process, its files and its session. */
@Execution(ExecutionMode.CONCURRENT)
class ExportFailuresIT {

    private static final int ROWS = 200_000;
    private static final String SESSION =
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'oneoff/%/export' AND datname = current_database()";

    // Comes to its end only when it is made to: the last row waits for a lock.
    private static final String ENDLESS =
            "SELECT repeat('x', 1000) FROM generate_series(1, 20000) UNION ALL SELECT CAST(pg_advisory_xact_lock(4711) AS text)";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Launcher launcher;

    @BeforeEach
    void table() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE big (id int PRIMARY KEY, note text)",
                "INSERT INTO big SELECT n, repeat('x', 100) FROM generate_series(1, " + ROWS + ") AS n");
        launcher = Launcher.dist().in(folder).env("DATABASE_URL", database.url());
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void aReaderWhoHasEnoughEndsItInSilence() throws SQLException {
        for (String format : List.of("csv", "json")) {
            ProcessResult result = launcher.shell(
                    "{ oneoff export - big --format " + format + "; echo \"ended with $?\" >&2; } | head -n 1");
            assertThat(result.stdoutLines()).containsExactly(format.equals("csv") ? "id,note" : "[");
            assertThat(result.stderrLines()).containsExactly("ended with 141");
        }
        database.await("SELECT count(*) FROM (" + SESSION + ") AS s", "0");
    }

    @Test
    void aDiskThatIsFullIsAnError() throws IOException, InterruptedException {
        ProcessResult streamed = launcher.shell("oneoff export - big --format csv > /dev/full");
        assertThat(streamed.exitCode()).as("%s", streamed).isEqualTo(20);
        assertThat(streamed.stderr()).contains("The rows cannot be written: ").doesNotContain("\tat ");

        // A limit on the size of files stops the bytes where a full disk does.
        for (String file : List.of("big.csv", "big.ndjson", "big.csv.gz")) {
            ProcessResult result = launcher.shell("ulimit -f 64; trap '' XFSZ; oneoff export " + file);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(20);
            assertThat(result.stderr()).contains(file + " cannot be written: ", "Nothing was left of it.");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aKillLeavesNothingUnderTheName() throws Exception {
        try (var holder = database.connect();
                var statement = holder.createStatement();
                RunningProcess process = held(statement)) {
            process.kill();
            process.await(Duration.ofSeconds(20));
            assertThat(files()).noneMatch(name -> name.equals("q.csv"));
        }
    }

    @Test
    void aSessionThatIsEndedLeavesNothing() throws Exception {
        try (var holder = database.connect();
                var statement = holder.createStatement();
                RunningProcess process = held(statement)) {
            database.query("SELECT pg_terminate_backend(pid) FROM (" + SESSION + ") AS s");
            ProcessResult result = process.await(Duration.ofSeconds(20));
            assertThat(result.exitCode()).as("%s", result).isEqualTo(30);
            assertThat(result.stderr()).contains("cannot be reached").doesNotContain("\tat ");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void everyRowOfTheServerStandsInTheFile() throws IOException, SQLException {
        ProcessResult result = launcher.run("export", "big.csv");
        assertThat(result.stdout()).contains("200,000 rows of public.big");
        try (Stream<String> lines = Files.lines(folder.resolve("big.csv"))) {
            assertThat(lines.count()).isEqualTo(ROWS + 1);
        }
    }

    /** Starts an export that has written most of its file and waits for its last row. */
    private RunningProcess held(java.sql.Statement holder) throws SQLException, IOException {
        holder.execute("SELECT pg_advisory_lock(4711)");
        RunningProcess process = launcher.start("export", "q.csv", "--query", ENDLESS);
        database.await("SELECT count(*) FROM (" + SESSION + " AND wait_event = 'advisory') AS s", "1");
        assertThat(files()).isNotEmpty();
        return process;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }
}
