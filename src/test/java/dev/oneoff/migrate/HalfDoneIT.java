package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said of a changeset that did not reach its end, and what the next run says of it. */
class HalfDoneIT extends WithSampleApp {

    private static final String WORK = "CREATE TABLE work (n int);\n";
    private static final String SLEEP = "SELECT pg_sleep(60);";
    private static final String OUTSIDE = "runInTransaction:false";
    private static final String BEGUN = "changelog/changes/1-work.sql::1-work::test began in run ";
    private static final String STEP = "SELECT state, finished_at IS NULL FROM oneoff_step ORDER BY started_at";
    private static final String STILL = "Still there, because it was committed on the way: CREATE TABLE work (n int).";

    private Failure stopped() throws SQLException {
        InProcess oneoff = InProcess.of(app);
        return whileItSleeps(oneoff, () -> oneoff.cancellation().request(FailureKind.TERMINATED));
    }

    private Failure lost() throws SQLException {
        return whileItSleeps(
                InProcess.of(app),
                () -> database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'"));
    }

    private Failure whileItSleeps(InProcess oneoff, Act act) throws SQLException {
        CompletableFuture<Failure> run = CompletableFuture.supplyAsync(() -> InProcess.failure(oneoff::migrate));
        app.awaitStatement("pg_sleep");
        act.now();
        return run.orTimeout(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private List<String> warningsOfTheNextRun() throws IOException {
        app.changeset("1-work", OUTSIDE, "SELECT 1;");
        return InProcess.of(app).migrate().value().warnings();
    }

    @Test
    void stoppedInATransactionItIsRolledBackAndTheNextRunHasNothingToSay() throws IOException, SQLException {
        app.changeset("1-work", WORK + SLEEP);

        assertThat(stopped().title()).isEqualTo("Stopped by SIGTERM. The step that was running was rolled back.");
        assertThat(database.query(STEP)).containsExactly("failed | f");
        assertThat(warningsOfTheNextRun()).isEmpty();
    }

    @Test
    void stoppedOutsideOneItSaysWhatIsStillThereAndTheNextRunSaysSoToo() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, WORK + SLEEP);

        assertThat(stopped().title()).isEqualTo("Stopped by SIGTERM. " + STILL);
        assertThat(database.query(STEP)).containsExactly("started | t");
        assertThat(warningsOfTheNextRun()).singleElement().asString().startsWith(BEGUN);
        assertThat(database.query(STEP)).containsExactly("interrupted | f", "applied | f");
    }

    @Test
    void stoppedInItsFirstStatementOutsideOneNobodyKnows() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, SLEEP);

        assertThat(stopped().title()).contains("had no transaction around it; it may have left something");
        assertThat(warningsOfTheNextRun()).singleElement().asString().startsWith(BEGUN);
    }

    @Test
    void aConnectionLostInATransactionLeavesNothing() throws IOException, SQLException {
        app.changeset("1-work", WORK + SLEEP);

        Failure lost = lost();
        assertThat(lost.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(lost.title())
                .contains("The connection was lost in changelog/changes/1-work.sql::1-work::test. ")
                .contains("The server rolls back what was not committed.");
        assertThat(warningsOfTheNextRun()).isEmpty();
        assertThat(database.query("SELECT to_regclass('work')")).containsExactly("NULL");
    }

    @Test
    void aConnectionLostOutsideOneLeavesWhatWasDoneAndADoubt() throws IOException, SQLException {
        app.changeset("1-work", OUTSIDE, WORK + SLEEP);

        assertThat(lost().title())
                .contains(STILL + " Whether the statement that was running was done is not known.")
                .doesNotContain("rolls back");
        assertThat(warningsOfTheNextRun()).singleElement().asString().startsWith(BEGUN);
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
