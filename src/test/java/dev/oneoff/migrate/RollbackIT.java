package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.RunState;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rollback takes back: by the history alone, nothing that nobody looked at, nothing half. */
class RollbackIT extends WithSampleApp {

    private static final Selection ONE = new Selection(Optional.empty(), Optional.of(1));
    private static final String IDS = "SELECT id FROM databasechangelog ORDER BY orderexecuted";

    private static final String NOT_ENDED = "SELECT command FROM oneoff_run WHERE state = 'running'";

    private InProcess oneoff;

    @BeforeEach
    void begin() throws IOException {
        table("1-one", "");
        table("3-three", "");
        oneoff = InProcess.of(app);
        oneoff.migrate();
    }

    private void table(String id, String attributes) throws IOException {
        String name = id.substring(2);
        app.changeset(id, attributes, "CREATE TABLE %s (n int);\n--rollback DROP TABLE %s;".formatted(name, name));
    }

    private static Selection to(String tag) {
        return new Selection(Optional.of(tag), Optional.empty());
    }

    private static List<String> names(Outcome<Migrated> outcome) {
        assertThat(outcome.failure()).isEmpty();
        return outcome.value().steps().stream().map(step -> step.id().id()).toList();
    }

    @Test
    void theNewestIsWhatTheHistorySaysAndNotWhatTheChangelogEndsWith() throws IOException, SQLException {
        table("2-two", "");
        oneoff.migrate();

        assertThat(names(oneoff.rollback(ONE))).containsExactly("2-two");
        assertThat(names(oneoff.rollback(new Selection(Optional.empty(), Optional.of(9)))))
                .containsExactly("3-three", "1-one");
        assertThat(database.query(IDS)).isEmpty();
    }

    @Test
    void everythingAfterTheTagGoesInTheOrderOfTheHistory() throws IOException, SQLException {
        oneoff.migrate(Optional.of("v1"));
        table("2-two", "");
        oneoff.migrate();
        table("4-four", "");
        oneoff.migrate();

        assertThat(names(oneoff.rollback(to("v1")))).containsExactly("4-four", "2-two");
        assertThat(names(oneoff.rollback(to("v1")))).isEmpty();
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"context:test", "labels:later"})
    void whatAContextOrALabelWouldLeaveOutNowGoesAllTheSame(String attribute) throws IOException {
        table("4-four", attribute);
        oneoff.contexts("test").migrate();
        InProcess others = oneoff.contexts("production").labels("now");

        assertThat(names(others.rollback(ONE))).containsExactly("4-four");
    }

    @Test
    void theSqlOfAnotherEngineDoesNotRun() throws IOException, SQLException {
        table("3-three", "dbms:h2");

        assertThat(names(oneoff.rollback(ONE))).isEmpty();
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRowTheChangelogDoesNotKnowIsRefusedAndNotPassedOver(int count) throws IOException, SQLException {
        Files.delete(folder.resolve("changelog/changes/3-three.sql"));

        Failure failure = InProcess.failure(() -> oneoff.rollback(new Selection(Optional.empty(), Optional.of(count))));
        assertThat(failure.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(failure.title()).contains("changelog/changes/3-three.sql::3-three::test");
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three");
    }

    @Test
    void oneThatFailsOutsideATransactionSaysWhatOfTheWayBackIsDone() throws IOException, SQLException {
        app.changeset(
                "4-four",
                "runInTransaction:false",
                "CREATE TABLE four (n int);\n--rollback DROP TABLE four;\n--rollback DROP TABLE nowhere;");
        oneoff.migrate();

        Failure failure = InProcess.failure(() -> oneoff.rollback(ONE));
        assertThat(failure.title())
                .isEqualTo("The rollback of changeset changelog/changes/4-four.sql::4-four::test failed:"
                        + " ERROR: table \"nowhere\" does not exist."
                        + " Done of the way back, and committed on the way: DROP TABLE four.");
        assertThat(failure.hint())
                .isEqualTo("The history still has the changeset. Put back by hand what was taken back of it, mend its"
                        + " way back, then run the same command again.");
        assertThat(InProcess.failure(() -> oneoff.rollback(ONE)).title())
                .isEqualTo("The rollback of changeset changelog/changes/4-four.sql::4-four::test failed"
                        + " outside a transaction, with no statement of it done: ERROR: table \"four\" does not exist");
    }

    @Test
    void oneThatFailsInATransactionLeavesItsChangesetApplied() throws IOException, SQLException {
        app.changeset("4-four", "SELECT 1;\n--rollback DROP TABLE one;\n--rollback DROP TABLE nowhere;");
        oneoff.migrate();

        Failure failure = InProcess.failure(() -> oneoff.rollback(ONE));
        assertThat(failure.title())
                .isEqualTo("The rollback of changeset changelog/changes/4-four.sql::4-four::test failed"
                        + " and the changeset is still applied: ERROR: table \"nowhere\" does not exist");
        assertThat(failure.hint()).startsWith("Mend its way back, then run the same command again");
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three", "4-four");
    }

    @Test
    void whenSomeWereTakenBackItDoesNotSendForAsManyAgain() throws IOException {
        app.changeset("2-two", "CREATE TABLE two (n int);\n--rollback DROP TABLE nowhere;");
        app.changeset("4-four", "CREATE TABLE four (n int);\n--rollback DROP TABLE four;");
        oneoff.migrate();
        Selection three = new Selection(Optional.empty(), Optional.of(3));

        Failure failed = InProcess.failure(() -> oneoff.rollback(three));
        assertThat(failed.hint())
                .isEqualTo("Mend its way back, then go on with: oneoff rollback --count 2 (1 of 3 was taken back;"
                        + " --dry-run shows what is next).");
        // Nothing was taken back by this one.
        assertThat(InProcess.failure(() -> oneoff.rollback(three)).hint())
                .isEqualTo("Mend its way back, then run the same command again: what was taken back before stays so.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stoppedBetweenTwoItSaysHowManyAreLeft(boolean counted) throws IOException, SQLException {
        table("4-four", "");
        oneoff.migrate();
        database.execute("UPDATE databasechangelog SET tag = 'v1' WHERE id = '1-one'");
        InProcess stopping = oneoff.with(real -> new DyingDialect(real, new Stop("DROP TABLE four", oneoff)));
        Selection three = new Selection(Optional.empty(), Optional.of(3));

        Failure stopped = InProcess.failure(() -> stopping.rollback(counted ? three : to("v1")));

        assertThat(stopped.kind()).isEqualTo(FailureKind.TERMINATED);
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three");
        assertThat(stopped.hint())
                .isEqualTo(
                        counted
                                ? "Go on with: oneoff rollback --count 2 (1 of 3 was taken back; --dry-run shows what is next)."
                                : "Run the same command again: it goes on from there.");
    }

    /** Asks to stop as soon as a statement is committed. */
    private static final class Stop implements DyingDialect.Death {
        private final String statement;
        private final InProcess oneoff;
        private boolean ran;
        private boolean committing;

        Stop(String statement, InProcess oneoff) {
            this.statement = statement;
            this.oneoff = oneoff;
        }

        @Override
        public void before(Connection connection, String call) {
            committing = ran && call.equals("commit");
            ran |= call.endsWith(statement);
        }

        @Override
        public void after(Connection connection) {
            if (committing) {
                ran = false;
                oneoff.cancellation().request(FailureKind.TERMINATED);
            }
        }
    }

    @Test
    void aMigrationSinceItWasShownStopsIt() throws IOException, SQLException {
        Plan shown = oneoff.rollbackPlan(ONE);
        table("4-four", "");
        oneoff.migrate();

        Failure failure = InProcess.failure(() -> oneoff.rollback(ONE, shown));
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.title())
                .contains(
                        "now also changelog/changes/4-four.sql::4-four::test",
                        "no longer changelog/changes/3-three.sql::3-three::test");
        assertThat(failure.hint()).contains("Nothing was changed", "--dry-run");
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three", "4-four");
        assertThat(database.query("SELECT to_regclass('four')")).containsExactly("four");

        assertThat(names(oneoff.rollback(ONE, oneoff.rollbackPlan(ONE)))).containsExactly("4-four");
    }

    @Test
    void theLauncherTakesBackOnlyWhatItFoundBeforeItWaited() throws IOException, SQLException {
        table("4-four", "");
        database.execute("UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'web-1'");
        try (RunningProcess process = app.start("rollback", "--count", "1")) {
            process.awaitLine("waiting for the Liquibase lock held by web-1");
            // What plain Liquibase does while it holds its lock.
            database.execute(
                    "INSERT INTO databasechangelog SELECT '4-four', author, replace(filename, '3-three', '4-four'),"
                            + " dateexecuted + interval '1 s', 3, exectype, NULL FROM databasechangelog WHERE id = '3-three'",
                    "UPDATE databasechangeloglock SET locked = FALSE, lockedby = NULL");
            ProcessResult result = process.await(Duration.ofSeconds(20));

            assertThat(result.exitCode()).as("%s", result).isEqualTo(11);
            assertThat(result.stderr()).contains("now also changelog/changes/4-four.sql::4-four::test");
        }
        assertThat(database.query(IDS)).containsExactly("1-one", "3-three", "4-four");
    }

    @Test
    void aKilledOneIsLostForHistoryAtOnceAndForAnyNextRunForGood() throws IOException, SQLException {
        app.changeset("4-four", "SELECT 1;\n--rollback SELECT pg_sleep(60);");
        oneoff.migrate();
        try (RunningProcess process = app.start("rollback", "--count", "1")) {
            app.awaitStatement("pg_sleep(60)");
            assertThat(newest().state()).isEqualTo(RunState.RUNNING);
            app.kill(process, "pg_sleep(60)");
        }
        app.awaitNoSession();
        assertThat(newest().state()).isEqualTo(RunState.LOST);
        assertThat(database.query(NOT_ENDED)).containsExactly("rollback");

        assertThat(oneoff.migrate().summary()).startsWith("nothing to do");
        assertThat(database.query(NOT_ENDED)).isEmpty();
        assertThat(database.query("SELECT state FROM oneoff_run WHERE command = 'rollback'"))
                .containsExactly("lost");
    }

    private RunRow newest() {
        return oneoff.oneoff().history(1, Duration.ZERO).get(0);
    }
}
