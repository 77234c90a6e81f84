package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.pace.Tempo;
import dev.oneoff.support.FastClock;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one fix whose verify query takes long: one of them runs it. */
class LongVerifyIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    /** Looking takes three seconds, and says that it began at once. */
    @BeforeEach
    void table() throws IOException, SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 200) n",
                "CREATE SEQUENCE looks",
                "CREATE FUNCTION look() RETURNS SETOF int LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM nextval(''looks''); PERFORM pg_sleep(3); END'");
        app = FixApp.in(folder, database)
                .fix("1_ones", "UPDATE t SET v = 1 WHERE v = 0;\n-- verify\nSELECT n FROM look() AS n");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void theOthersWaitAsLongAsWhoeverLeadsIsAtWork() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            // By their clock the three seconds are more than five minutes.
            List<Future<Optional<Failure>>> all = IntStream.range(0, 3)
                    .mapToObj(n -> threads.submit(() -> app.apply(two(), new FastClock(120))))
                    .toList();
            for (Future<Optional<Failure>> each : all) {
                assertThat(each.get(1, TimeUnit.MINUTES)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(app.query("SELECT last_value FROM looks")).containsExactly("1");
        assertThat(app.query("SELECT state FROM oneoff_fix")).containsExactly("succeeded");
    }

    private static ApplyRequest two() {
        return new ApplyRequest(
                List.of("1_ones"),
                false,
                false,
                Map.of(),
                OptionalLong.empty(),
                Duration.ofHours(1),
                OptionalInt.of(1),
                new Pacing(Tempo.FULL, false, Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }
}
