package dev.oneoff.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.SteppingClock;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals read from a real server, at moments of a stepping clock. */
class SignalsIT {

    private static final Sql HEARTBEAT = Sql.of("SELECT max(at) FROM beat");

    private final SteppingClock clock = new SteppingClock();
    private final Board board = new Board(clock);
    private TestDatabase server;
    private Database database;
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        server = TestDatabase.create();
        database = database(server.url());
        session = database.open("oneoff watch/x");
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        server.close();
    }

    private static Database database(String url) {
        Environment environment = new Environment(
                Map.of("DATABASE_URL", url), Map.of("user.name", "tester"), Path.of(""), Optional.empty());
        DatabaseAddress address = Settings.load(environment, Flags.none()).database();
        return new Database(address);
    }

    private List<Reading> read(Signal signal) {
        List<Reading> readings = new ArrayList<>();
        signal.read(session, readings::add);
        return readings;
    }

    private static Reading only(List<Reading> readings) {
        assertThat(readings).hasSize(1);
        return readings.get(0);
    }

    /** The server's statistics come when they come. */
    private static void await(String what, Supplier<Boolean> met) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!met.get()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void whoWaitsForTheRunIsSeenAndWhoWaitsForOthersIsNot() throws Exception {
        server.execute("CREATE TABLE t (a int)", "CREATE TABLE other (a int)");
        Blocked blocked = new Blocked("oneoff/RUN/%", clock);
        try (Session ours = database.open("oneoff/RUN/datafix");
                Session theirs = database.open("app");
                Session waits = database.open("app waits");
                Session waitsForThem = database.open("app waits for them")) {
            for (Session holder : List.of(ours, theirs)) {
                holder.execute("BEGIN");
                holder.execute("LOCK TABLE " + (holder == ours ? "t" : "other"));
            }
            Thread other = running(waitsForThem, "SELECT * FROM other");
            await("it waits", () -> waiting() == 1);
            assertThat(only(read(blocked))).isEqualTo(Reading.QUIET);
            Thread thread = running(waits, "SELECT * FROM t");
            await("both wait", () -> waiting() == 2);

            assertThat(only(read(blocked))).isEqualTo(Reading.slow("a session waits for its locks"));
            ours.execute("COMMIT");
            theirs.execute("COMMIT");
            thread.join();
            other.join();
            clock.step(Duration.ofSeconds(10));
            assertThat(only(read(blocked))).isEqualTo(Reading.QUIET);
        }
    }

    private static Thread running(Session session, String sql) {
        Thread thread = new Thread(() -> session.execute(sql));
        thread.start();
        return thread;
    }

    private long waiting() {
        return session.list(
                        Sql.of("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM"
                                + " pg_database WHERE datname = current_database())"),
                        row -> row.number(1))
                .get(0);
    }

    @Test
    void deadRowsAreSeenInATableAndInItsPartitionsAndAVacuumTakesThemAway() throws SQLException {
        server.execute(
                "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (40000) WITH (autovacuum_enabled = false)",
                "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (40000) TO (80000) WITH (autovacuum_enabled = false)",
                "INSERT INTO t SELECT g, 0 FROM generate_series(1, 60000) AS g",
                "UPDATE t SET b = 1");
        DeadRows dead = new DeadRows("\"public\".\"t\"", "public.t");
        await("the dead rows", () -> !only(read(dead)).quiet());
        assertThat(only(read(dead)).reason()).startsWith("public.t has 60,000 dead rows and 60,000 live ones");
        Vacuum vacuum = new Vacuum("\"public\".\"t\"", "public.t");

        assertThat(only(read(vacuum))).isEqualTo(Reading.hold("VACUUM of public.t, which has 60,000 dead rows"));
        assertThat(server.query("SELECT sum(vacuum_count) FROM pg_stat_user_tables"))
                .containsExactly("0");
        assertThat(only(read(vacuum))).isEqualTo(Reading.QUIET);
        await("none is left", () -> only(read(dead)).quiet());
        assertThat(read(vacuum)).containsExactly(Reading.QUIET);
        assertThat(server.query("SELECT sum(vacuum_count) FROM pg_stat_user_tables WHERE relname IN ('t1', 't2')"))
                .containsExactly("2");
    }

    @Test
    void aVacuumThatCannotHelpIsNotTriedOverAndOver() throws SQLException {
        server.execute(
                "CREATE TABLE t (a int) WITH (autovacuum_enabled = false)",
                "INSERT INTO t SELECT g FROM generate_series(1, 20000) AS g");
        try (Session old = database.open("app")) {
            old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            old.execute("SELECT 1");
            server.execute("UPDATE t SET a = a + 1");
            Vacuum vacuum = new Vacuum("\"public\".\"t\"", "public.t");
            await("the dead rows", () -> !only(read(vacuum)).quiet());
            assertThat(only(read(vacuum))).isEqualTo(Reading.QUIET);

            assertThat(read(vacuum)).containsExactly(Reading.QUIET);
            assertThat(Rows.of(session, "\"public\".\"t\"").dead()).isEqualTo(20_000);
        }
    }

    @Test
    void aThrottleQueryHoldsWhileItIsTrue() throws SQLException {
        server.execute("CREATE TABLE jobs (todo jsonb)");
        Throttle throttle = Throttle.ofFlag("SELECT bool_or(todo ? 'now') -- NULL when there is none\nFROM jobs;");
        throttle.require(session);
        assertThat(only(read(throttle))).isEqualTo(Reading.QUIET);
        server.execute("INSERT INTO jobs VALUES ('{\"now\": 1}')");
        assertThat(only(read(throttle))).isEqualTo(Reading.hold("the throttle query says so"));
        server.execute("UPDATE jobs SET todo = '{}'");
        assertThat(only(read(throttle))).isEqualTo(Reading.QUIET);
    }

    @Test
    void whatIsNoThrottleQueryIsRefused() {
        for (String wrong : List.of(
                "SELECT 1", "SELECT true, false", "SELECT nothing", "DELETE FROM t", "SELECT true; SELECT true", " ")) {
            OneoffException refused = catchThrowableOfType(
                    OneoffException.class, () -> Throttle.ofFlag(wrong).require(session));
            assertThat(refused).as(wrong).isNotNull();
            assertThat(refused.kind()).as(wrong).isEqualTo(FailureKind.USAGE);
            assertThat(refused).as(wrong).hasMessageStartingWith("--throttle ");
        }
        assertThat(catchThrowableOfType(
                                OneoffException.class,
                                () -> Throttle.ofFile("SELECT 1").require(session))
                        .kind())
                .isEqualTo(FailureKind.CONFIGURATION);
    }

    @Test
    void aFollowerIsBehindUntilItShowsWhatWasWritten() throws SQLException {
        try (TestDatabase copy = TestDatabase.create();
                Session follower = database(copy.url()).openReadOnly("oneoff watch/x")) {
            server.execute("CREATE TABLE beat (at timestamptz)", "INSERT INTO beat VALUES ('2020-01-01 00:00:00Z')");
            Lag lag = new Lag(HEARTBEAT, "db-2", clock);
            lag.primary(session, reading -> {});
            clock.step(Duration.ofSeconds(11));
            List<Reading> readings = new ArrayList<>();
            lag.read(follower, readings::add);
            copy.execute("CREATE TABLE beat (at timestamptz)", "INSERT INTO beat VALUES ('2019-12-31 23:59:59Z')");
            lag.read(follower, readings::add);
            copy.execute("UPDATE beat SET at = '2020-01-01 00:00:00Z'");
            lag.read(follower, readings::add);

            Reading behind = Reading.hold("the follower db-2 is 11 s behind");
            assertThat(readings).containsExactly(behind, behind, Reading.QUIET);
        }
    }

    @Test
    void aServerThatIsDownHoldsAfterFifteenSecondsUntilItIsUp() {
        AtomicBoolean up = new AtomicBoolean();
        Database nobody = database("postgres://postgres@127.0.0.1:1/x");
        Signal quiet = (open, says) -> says.accept(Reading.QUIET);
        Watcher watcher = new Watcher(
                () -> (up.get() ? database : nobody).openReadOnly("oneoff watch/x"),
                List.of(new Watched("the follower", true, Duration.ofSeconds(2), quiet)),
                board,
                clock,
                clock::step);
        watcher.round();
        clock.step(Duration.ofSeconds(15));
        watcher.round();
        assertThat(counts())
                .satisfies(reading -> assertThat(reading.advice()).isEqualTo(Advice.WAIT))
                .satisfies(reading -> assertThat(reading.reason())
                        .contains("the follower cannot be read for 15 s: PostgreSQL at 127.0.0.1 cannot be reached"));
        up.set(true);
        watcher.round();
        assertThat(counts().advice()).as("not yet time to try again").isEqualTo(Advice.WAIT);
        clock.step(Duration.ofSeconds(2));
        watcher.round();
        assertThat(counts()).isEqualTo(Reading.QUIET);
        watcher.close();
    }

    @Test
    void aSessionThatWasLostIsOpenedAgain() throws SQLException {
        Signal reads = (open, says) -> {
            open.list(Sql.of("SELECT 1"), row -> row.number(1));
            says.accept(Reading.QUIET);
        };
        Watcher watcher = new Watcher(
                () -> database.openReadOnly("oneoff watch/lost"),
                List.of(new Watched("it", true, Duration.ofSeconds(2), reads)),
                board,
                clock,
                clock::step);
        watcher.round();
        server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%/lost'");
        clock.step(Duration.ofSeconds(15));
        watcher.round();
        assertThat(counts().advice()).isEqualTo(Advice.WAIT);
        clock.step(Duration.ofSeconds(2));
        watcher.round();
        assertThat(counts()).isEqualTo(Reading.QUIET);
        watcher.close();
    }

    private Reading counts() {
        return board.all().get(0).counts(clock.instant());
    }
}
