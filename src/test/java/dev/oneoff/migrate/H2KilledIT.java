package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration of the embedded database that dies anywhere: the next run makes it whole, or says what is there of the one
 * changeset that H2 committed in part; with that undone, and nothing unlocked, the run after it does. Every state the
 * files have on the way is tried; a sample of processes really halts.
 */
class H2KilledIT {

    private static final int HALTS = 2;

    private static final Map<String, String> CHANGESETS = new TreeMap<>(Map.of(
            "1-counter", "CREATE TABLE counter (n INT NOT NULL);\nINSERT INTO counter VALUES (0);",
            "2-plus", "UPDATE counter SET n = n + 1;",
            "3-many", """
                    UPDATE counter SET n = n + 10;
                    CREATE TABLE event (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n INT);
                    INSERT INTO event (n) SELECT n FROM counter;
                    CREATE INDEX event_n ON event (n);
                    INSERT INTO event (n) SELECT n + 100 FROM counter;
                    --rollback UPDATE counter SET n = n - 10;
                    --rollback DROP TABLE event;""",
            "4-plus", "UPDATE counter SET n = n + 1;\n--rollback UPDATE counter SET n = n - 1;"));

    /** What undoes a statement that was done, or perhaps done; those on a table go with it. */
    private static final Map<String, String> WAYS_BACK = Map.of(
            "CREATE TABLE counter", "DROP TABLE IF EXISTS counter",
            "UPDATE counter SET n = n + 10", "UPDATE counter SET n = n - 10",
            "CREATE TABLE event", "DROP TABLE IF EXISTS event");

    @TempDir
    private Path folder;

    private int apps;
    private Map<String, List<String>> expected = Map.of();

    @BeforeEach
    void begin() throws IOException, SQLException {
        Path app = app(Map.of());
        assertThat(migrate(app).summary()).isEqualTo("applied 4 changesets, 4 in all");
        expected = state(app);
        assertThat(expected.get("counter")).containsExactly("12");
        assertThat(expected.get("event")).containsExactly("1 | 11", "2 | 111");
    }

    @Test
    void theNextRunMakesItWholeOrSaysWhatIsThereWhateverTheFilesHold() throws IOException, SQLException {
        Path watched = app(Map.of());
        Snapshots snapshots = new Snapshots(watched.resolve(".oneoff"));
        InProcess.of(url(watched), watched)
                .with(real -> new DyingDialect(real, snapshots))
                .migrate();
        List<String> broken = new ArrayList<>();
        int refused = 0;
        for (Map.Entry<String, Map<String, byte[]>> snapshot : snapshots.states.entrySet()) {
            refused += check(snapshot.getKey(), app(snapshot.getValue()), broken);
        }
        System.out.printf("%d states of the files at %d calls%n", snapshots.states.size(), snapshots.calls);
        assertThat(broken).isEmpty();
        assertThat(refused).as("changesets cut off in the middle").isPositive();
        assertThat(snapshots.states).hasSizeGreaterThan(20);
    }

    @Test
    void soItIsAfterAProcessThatHalted() throws IOException, InterruptedException, SQLException {
        Path watched = app(Map.of());
        Snapshots counted = new Snapshots(watched.resolve(".oneoff"));
        InProcess.of(url(watched), watched)
                .with(real -> new DyingDialect(real, counted))
                .migrate();
        long seed = Long.getLong("oneoff.seed", System.nanoTime());
        List<Integer> points = new ArrayList<>();
        for (int n = 1; n <= counted.calls; n++) {
            points.add(n);
        }
        Collections.shuffle(points, new Random(seed));
        List<String> broken = new ArrayList<>();
        for (int n : points.subList(0, HALTS)) {
            Path app = app(Map.of());
            String when = n % 2 == 0 ? "before" : "after";
            assertThat(KilledMigration.halted(url(app), app, n, when))
                    .as("%s call %d, seed %d", when, n, seed)
                    .isEqualTo(KilledMigration.KILLED);
            check("halted %s call %d, seed %d".formatted(when, n, seed), app, broken);
        }
        System.out.printf("halted %d processes, seed %d%n", HALTS, seed);
        assertThat(broken).isEmpty();
    }

    @Test
    void aRollbackThatWasCutOffIsNotDoneTwiceEither() throws IOException {
        Path watched = app(Map.of());
        migrate(watched);
        Snapshots snapshots = new Snapshots(watched.resolve(".oneoff"));
        InProcess.of(url(watched), watched)
                .with(real -> new DyingDialect(real, snapshots))
                .rollback(newest(2));
        Map<String, byte[]> files = snapshots.states.entrySet().stream()
                .filter(state -> state.getKey().endsWith("DROP TABLE event"))
                .findFirst()
                .orElseThrow()
                .getValue();

        Path app = app(files);
        Failure failure = InProcess.failure(() -> InProcess.of(url(app), app).rollback(newest(1)));
        assertThat(failure.title())
                .startsWith("The rollback of changeset changelog/changes/3-many.sql::3-many::test was cut off in run ")
                .endsWith("Done: UPDATE counter SET n = n - 10. Perhaps done: DROP TABLE event.");
        assertThat(failure.hint())
                .isEqualTo("Undo by hand what was done, then run rollback again (--dry-run shows what is next).");
        assertThat(migrate(app).summary()).isEqualTo("applied 1 changeset, 4 in all");
    }

    /** Returns 1 where the next run refused to go on, and said why. */
    private int check(String what, Path app, List<String> broken) {
        try {
            Outcome<Migrated> next = migrate(app);
            next.failure().ifPresent(failure -> undo(failure, app));
            Outcome<Migrated> last = next.failure().isPresent() ? migrate(app) : next;
            assertThat(last.failure()).isEmpty();
            assertThat(state(app)).isEqualTo(expected);
            return next.failure().isPresent() ? 1 : 0;
        } catch (AssertionError | RuntimeException | SQLException e) {
            broken.add(what + ": " + e);
            return 0;
        }
    }

    /** Undoes what the message says, and nothing else. */
    private static void undo(Failure failure, Path app) {
        assertThat(failure.kind()).isEqualTo(FailureKind.STEP_FAILED);
        assertThat(failure.title())
                .matches(
                        "Changeset changelog/changes/\\S+ was cut off in run [0-9a-z-]+, and H2 commits on the way\\. .+");
        assertThat(failure.hint()).startsWith("Undo by hand what was done, then run the same command again");
        WAYS_BACK.forEach((statement, back) -> {
            if (failure.title().contains(statement)) {
                execute(app, back);
            }
        });
    }

    private static void execute(Path app, String sql) {
        try {
            TestDatabase.h2(app).execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an application whose embedded database has these files. */
    private Path app(Map<String, byte[]> files) throws IOException {
        Path app = Files.createDirectory(folder.resolve("app-" + apps++));
        SampleApp sample = SampleApp.in(app, TestDatabase.h2(app));
        for (Map.Entry<String, String> changeset : CHANGESETS.entrySet()) {
            sample.changeset(changeset.getKey(), changeset.getValue());
        }
        Files.createDirectory(app.resolve(".oneoff"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(app.resolve(".oneoff").resolve(file.getKey()), file.getValue());
        }
        return app;
    }

    private static Map<String, List<String>> state(Path app) throws SQLException {
        TestDatabase database = TestDatabase.h2(app);
        Map<String, List<String>> state = new TreeMap<>();
        for (String table : database.query(
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_name NOT LIKE 'oneoff%' AND table_name <> 'databasechangelog'")) {
            state.put(table, database.query("SELECT * FROM " + table + " ORDER BY 1"));
        }
        state.put("history", database.query(SampleApp.HISTORY));
        state.put("running", database.query("SELECT id FROM oneoff_run WHERE state = 'running'"));
        state.put("begun", database.query("SELECT name FROM oneoff_step WHERE state = 'started'"));
        return state;
    }

    private static Outcome<Migrated> migrate(Path app) {
        return InProcess.of(url(app), app).migrate();
    }

    private static Selection newest(int count) {
        return new Selection(Optional.empty(), Optional.of(count));
    }

    private static String url(Path app) {
        return TestDatabase.h2(app).url();
    }

    /** Keeps the files as they are before and after each call: what a process that is killed there leaves. */
    private static final class Snapshots implements DyingDialect.Death {
        private final Path folder;
        private final Map<String, Map<String, byte[]>> states = new LinkedHashMap<>();
        private int calls;
        private String call = "";
        private Optional<Map<String, byte[]>> last = Optional.empty();

        Snapshots(Path folder) {
            this.folder = folder;
        }

        @Override
        public void before(Connection connection, String next) {
            calls++;
            call = next;
            keep("before");
        }

        @Override
        public void after(Connection connection) {
            keep("after");
        }

        private void keep(String when) {
            Map<String, byte[]> now = read();
            if (last.isEmpty() || !same(last.get(), now)) {
                states.put("%s call %d, %s".formatted(when, calls, call), now);
                last = Optional.of(now);
            }
        }

        private Map<String, byte[]> read() {
            Map<String, byte[]> files = new TreeMap<>();
            try (var paths = Files.list(folder)) {
                for (Path path : paths.toList()) {
                    files.put(path.getFileName().toString(), Files.readAllBytes(path));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return files;
        }

        private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
            return one.keySet().equals(other.keySet())
                    && one.entrySet().stream()
                            .allMatch(file -> Arrays.equals(file.getValue(), other.get(file.getKey())));
        }
    }
}
