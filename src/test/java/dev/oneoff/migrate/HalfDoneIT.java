package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.run.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a changeset that did not reach its end, and what the next run says of it. */
class HalfDoneIT extends WithSampleApp {

    private static final String WORK = "CREATE TABLE work (n int);\n";
    private static final String SLEEP = "SELECT pg_sleep(seconds) FROM gate;";
    private static final String ROW = "INSERT INTO gate_log VALUES (1);\n";
    private static final String ROWS = "SELECT count(*) FROM gate_log";
    private static final String OUTSIDE = "runInTransaction:false";
    private static final String BEGUN = "changelog/changes/1-work.sql::1-work::test began in run ";
    private static final String CUT_OFF = "Changeset changelog/changes/1-work.sql::1-work::test was cut off in run ";
    private static final String GOES_ON = "Run the same command again: it goes on from there.";
    private static final String BY_HAND =
            " by hand what was done. The next run names it and stops at this changeset (20)";
    private static final String STEP = "SELECT state, finished_at IS NULL FROM oneoff_step ORDER BY started_at";
    private static final String STILL = "Still there, because it was committed on the way: CREATE TABLE work (n int).";

    @BeforeEach
    void sleepyUntilTheNextRun() throws SQLException {
        database.execute("CREATE TABLE gate AS SELECT 60 AS seconds", "CREATE TABLE gate_log (n int)");
    }

    private Failure stopped() throws SQLException {
        return stopped("pg_sleep");
    }

    private Failure stopped(String statement) throws SQLException {
        InProcess oneoff = InProcess.of(app);
        return whileItSleeps(
                statement, oneoff::migrate, () -> oneoff.cancellation().request(FailureKind.TERMINATED));
    }

    private Failure lost() throws SQLException {
        return whileItSleeps(
                "pg_sleep",
                InProcess.of(app)::migrate,
                () -> database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'"));
    }

    private Failure whileItSleeps(String statement, Supplier<Outcome<Migrated>> work, Act act) throws SQLException {
        CompletableFuture<Failure> run =
                CompletableFuture.supplyAsync(() -> InProcess.failure(work), task -> new Thread(task).start());
        app.awaitStatement(statement);
        act.now();
        return run.orTimeout(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private List<String> warningsOfTheNextRun() throws SQLException {
        database.execute("UPDATE gate SET seconds = 0");
        Outcome<Migrated> next = InProcess.of(app).migrate();
        assertThat(next.failure()).isEmpty();
        return next.value().warnings();
    }

    private void assertNextRunStopsOnce(String said) throws SQLException {
        database.execute("UPDATE gate SET seconds = 0");
        Failure next = InProcess.failure(InProcess.of(app)::migrate);
        assertThat(next.kind()).isEqualTo(FailureKind.STEP_FAILED);
        assertThat(next.title())
                .startsWith(CUT_OFF)
                .endsWith(", and outside a transaction each statement commits by itself. " + said);
        assertThat(next.hint())
                .isEqualTo(
                        "Undo by hand what was done, then run the same command again: it starts this changeset over.");
        assertThat(database.query(STEP)).containsExactly("interrupted | f");
    }

    @Test
    void stoppedInATransactionItIsRolledBackAndTheNextRunHasNothingToSay() throws IOException, SQLException {
        app.changeset("1-work", WORK + SLEEP);

        Failure stopped = stopped();
        assertThat(stopped.title()).isEqualTo("Stopped by SIGTERM. The step that was running was rolled back.");
        assertThat(stopped.hint()).isEqualTo(GOES_ON);
        assertThat(database.query(STEP)).containsExactly("failed | f");
        assertThat(warningsOfTheNextRun()).isEmpty();
    }

    @Test
    void stoppedOutsideOneItSaysWhatIsStillThereAndTheNextRunStopsBeforeDoingItTwice()
            throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, ROW + WORK + SLEEP);

        Failure stopped = stopped();
        assertThat(stopped.title())
                .isEqualTo("Stopped by SIGTERM. Still there, because it was committed on the way:"
                        + " INSERT INTO gate_log VALUES (1); CREATE TABLE work (n int).");
        assertThat(stopped.hint()).startsWith("First undo" + BY_HAND);
        assertThat(database.query(STEP)).containsExactly("started | t");

        assertNextRunStopsOnce("Done: INSERT INTO gate_log VALUES (1); CREATE TABLE work (n int)."
                + " Perhaps done: SELECT pg_sleep(seconds) FROM gate.");
        assertThat(database.query(ROWS)).containsExactly("1");
        database.execute("DROP TABLE work", "DELETE FROM gate_log");
        assertThat(warningsOfTheNextRun()).isEmpty();
        assertThat(database.query(ROWS)).containsExactly("1");
    }

    @Test
    void stoppedInItsFirstStatementOutsideOneNobodyKnows() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, SLEEP);

        Failure stopped = stopped();
        assertThat(stopped.title()).contains("had no transaction around it; it may have left something");
        assertThat(stopped.hint()).startsWith("First undo" + BY_HAND);
        assertNextRunStopsOnce("Perhaps done: SELECT pg_sleep(seconds) FROM gate.");
        assertThat(warningsOfTheNextRun()).isEmpty();
    }

    @Test
    void whatMayBeRepeatedIsRunAgainWithAWarning() throws IOException, SQLException {
        database.execute("CREATE MATERIALIZED VIEW sleeper AS SELECT pg_sleep(seconds)::text FROM gate WITH NO DATA");
        app.changeset(
                "1-work",
                OUTSIDE,
                "--preconditions onFail:HALT\n--precondition-sql-check expectedResult:0 " + ROWS
                        + "\nSET lock_timeout = '20s';\nANALYZE gate;\nREFRESH MATERIALIZED VIEW sleeper;");

        assertThat(stopped("REFRESH").hint()).isEqualTo(GOES_ON);
        assertThat(warningsOfTheNextRun()).singleElement().asString().startsWith(BEGUN);
        assertThat(database.query(STEP)).containsExactly("interrupted | f", "applied | f");
    }

    @Test
    void aChangesetThatTakesARoleWhichMustNotWriteToTheLedgerRunsAndIsNotDoneTwice() throws IOException, SQLException {
        database.urlOfRoleWith("secret");
        database.execute("GRANT ALL ON gate_log, gate TO " + database.name());
        app.changeset("1-work", OUTSIDE, "SET ROLE " + database.name() + ";\n" + ROW + SLEEP + "\nRESET ROLE;");

        assertThat(stopped().title()).contains("SET ROLE", "INSERT INTO gate_log VALUES (1)");
        assertNextRunStopsOnce("Perhaps done: SET ROLE " + database.name() + " and what follows it.");
        assertThat(warningsOfTheNextRun()).isEmpty();
        assertThat(database.query(ROWS)).containsExactly("2");
    }

    @Test
    void theWayBackOutsideATransactionIsNotGoneTwiceEither() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, "SELECT 1;\n--rollback " + ROW + "--rollback " + SLEEP);
        InProcess oneoff = InProcess.of(app);
        assertThat(oneoff.migrate().failure()).isEmpty();
        Selection newest = new Selection(Optional.empty(), Optional.of(1));

        Failure stopped = whileItSleeps(
                "pg_sleep",
                () -> oneoff.rollback(newest),
                () -> oneoff.cancellation().request(FailureKind.TERMINATED));
        assertThat(stopped.title()).contains("INSERT INTO gate_log VALUES (1)");
        assertThat(stopped.hint()).startsWith("First undo" + BY_HAND);
        database.execute("UPDATE gate SET seconds = 0");
        assertThat(InProcess.failure(() -> InProcess.of(app).rollback(newest)).title())
                .startsWith("The rollback of changeset changelog/changes/1-work.sql::1-work::test was cut off in run ")
                .endsWith("Done: INSERT INTO gate_log VALUES (1). Perhaps done: SELECT pg_sleep(seconds) FROM gate.");
        assertThat(InProcess.of(app).rollback(newest).failure()).isEmpty();
    }

    @Test
    void aConnectionLostInATransactionLeavesNothing() throws IOException, SQLException {
        app.changeset("1-work", WORK + SLEEP);

        Failure lost = lost();
        assertThat(lost.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(lost.title())
                .contains("The connection was lost in changelog/changes/1-work.sql::1-work::test. ")
                .contains("The server rolls back what was not committed.");
        assertThat(lost.hint())
                .isEqualTo("When the database is back, run the same command again: it goes on from there.");
        assertThat(database.query("SELECT to_regclass('work')")).containsExactly("NULL");
        assertThat(warningsOfTheNextRun()).isEmpty();
    }

    @Test
    void aConnectionLostOutsideOneLeavesWhatWasDoneAndADoubt() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, WORK + SLEEP);

        Failure lost = lost();
        assertThat(lost.title())
                .contains(STILL + " Whether the statement that was running was done is not known.")
                .doesNotContain("rolls back");
        assertThat(lost.hint()).startsWith("When the database is back, undo" + BY_HAND);
        assertNextRunStopsOnce("Done: CREATE TABLE work (n int). Perhaps done: SELECT pg_sleep(seconds) FROM gate.");
        assertThat(database.query("SELECT to_regclass('work')")).containsExactly("work");
    }

    @Test
    void aFailureOutsideATransactionWasNotRolledBack() throws IOException {
        app.changeset("1-work", OUTSIDE, "INSERT INTO nowhere VALUES (1);");

        assertThat(InProcess.failure(InProcess.of(app)::migrate).title())
                .startsWith("Changeset changelog/changes/1-work.sql::1-work::test failed outside a transaction,"
                        + " with no statement of it done: ERROR: relation \"nowhere\" does not exist");
    }

    @Test
    void aFailureOutsideATransactionNamesWhatIsStillThereAndNotWhatItsPreconditionAsked() throws IOException {
        app.changeset(
                "1-work",
                OUTSIDE,
                "--preconditions onFail:HALT\n--precondition-sql-check expectedResult:1 SELECT 1\n" + WORK
                        + "INSERT INTO nowhere VALUES (1);");

        assertThat(InProcess.failure(InProcess.of(app)::migrate).title()).endsWith(STILL);
    }

    /** Something done to a run under way. */
    @FunctionalInterface
    private interface Act {
        void now() throws SQLException;
    }
}
