package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code max_runtime}: a fix stops at a safe point when its time is over, and goes on when it is run again. */
abstract class MaxRuntimeContract {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private FixApp app;

    abstract TestDatabase create(Path folder) throws SQLException;

    @BeforeEach
    void table() throws SQLException {
        database = create(folder);
        database.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
                "INSERT INTO t SELECT n, 0 FROM generate_series(1, 5000) AS s (n)");
        app = FixApp.in(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whenItIsOverTheFixStopsBetweenTwoBatchesAndGoesOnNextTime() throws IOException, SQLException {
        app.fix("1_ones", "-- max_runtime: 1h\nUPDATE t SET v = v + 1 WHERE v = 0;");
        ApplyRequest request = new ApplyRequest(
                List.of("1_ones"),
                false,
                false,
                Map.of(),
                OptionalLong.empty(),
                Duration.ofHours(9),
                OptionalInt.empty(),
                new Pacing(Tempo.FULL, false, Optional.empty()),
                Optional.empty(),
                Optional.empty());

        // By this clock an hour is over in less than a tenth of a second.
        Failure stopped = app.apply(request, new FastClock(50_000)).orElseThrow();

        assertThat(stopped.kind()).isEqualTo(FailureKind.DEADLINE);
        assertThat(stopped.title()).contains("The time of fix 1_ones is over (3600 s)");
        assertThat(app.query("SELECT state FROM oneoff_fix")).containsExactly("interrupted");
        assertThat(app.query("SELECT count(*) FROM oneoff_image HAVING coalesce(sum(row_count), 0) ="
                        + " (SELECT sum(v) FROM t)"))
                .hasSize(1);
        assertThat(app.query("SELECT sum(v) < 5000 FROM t").get(0)).isIn("t", "true", "TRUE");

        app.run(0, "datafix", "apply");
        assertThat(app.query("SELECT sum(v), max(v) FROM t")).containsExactly("5000 | 1");
    }
}
