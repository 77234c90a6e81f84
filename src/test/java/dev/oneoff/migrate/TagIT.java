package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.run.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tag stays where it was set: a row of the history has room for one. */
class TagIT extends WithSampleApp {

    private static final Optional<String> OLD = Optional.of("v1.0");
    private static final Optional<String> NEW = Optional.of("v2");
    private static final String TAGS = "SELECT id, tag FROM databasechangelog ORDER BY orderexecuted";
    private static final String TWO = "changelog/changes/2-two.%s::2-two::test";

    private InProcess oneoff;

    @BeforeEach
    void begin() throws IOException {
        app.changeset("1-one", "runOnChange:true", "CREATE TABLE IF NOT EXISTS one (n int);");
        oneoff = InProcess.of(app);
        assertThat(oneoff.migrate(OLD).failure()).isEmpty();
    }

    private void assertRefused(Failure failure, String id, String state) {
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.title())
                .isEqualTo("The tag v2 cannot be set: " + id
                        + ", which it would be set on, has the tag v1.0, and there is room for one.");
        assertThat(failure.hint()).startsWith(state);
    }

    private void assertRefusedOnTheFirst() {
        assertRefused(
                InProcess.failure(() -> oneoff.migrate(NEW)),
                "changelog/changes/1-one.sql::1-one::test",
                "Nothing was changed. Go on with v1.0");
    }

    @Test
    void whereNothingIsPendingTheOlderTagStays() throws SQLException {
        assertRefusedOnTheFirst();
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0");
        assertThat(oneoff.rollback(new Selection(OLD, Optional.empty())).failure())
                .isEmpty();
    }

    @Test
    void theSameTagAgainIsNothingToDo() throws SQLException {
        assertThat(oneoff.migrate(OLD).summary()).startsWith("nothing to do");
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0");
    }

    @Test
    void theNextChangesetTakesTheNextTag() throws IOException, SQLException {
        app.changeset("2-two", "CREATE TABLE two (n int);");

        assertThat(oneoff.migrate(NEW).failure()).isEmpty();
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0", "2-two | v2");
    }

    @Test
    void aTaggedChangesetThatRunsAgainKeepsItsTag() throws IOException, SQLException {
        app.changeset("1-one", "runOnChange:true", "CREATE TABLE IF NOT EXISTS other (n int);");

        assertRefusedOnTheFirst();
        assertThat(database.query("SELECT to_regclass('other')")).containsExactly("NULL");
    }

    @Test
    void aTagThatTheLastPendingChangesetSetsIsSeenBeforeAnythingRuns() throws IOException, SQLException {
        app.file("changelog/changes/2-two.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: 2-two
                      author: test
                      changes:
                        - tagDatabase: {tag: v1.0}
                """);

        assertRefused(InProcess.failure(() -> oneoff.migrate(NEW)), TWO.formatted("yaml"), "Nothing was changed.");
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0");
    }

    @Test
    void whatOnlyTurnsOutAtTheEndIsSaidThen() throws IOException, SQLException {
        app.changeset("0-zero", "CREATE TABLE zero (n int);")
                .changeset(
                        "2-two",
                        "--preconditions onFail:CONTINUE\n--precondition-sql-check expectedResult:1 SELECT 0\nSELECT 1;");
        database.execute("UPDATE databasechangelog SET dateexecuted = dateexecuted + interval '1 day'");

        assertRefused(
                InProcess.failure(() -> oneoff.migrate(NEW)),
                "changelog/changes/1-one.sql::1-one::test",
                "What was applied stays. Go on with v1.0");
        assertThat(database.query("SELECT id, tag FROM databasechangelog ORDER BY id"))
                .containsExactly("0-zero | NULL", "1-one | v1.0");
    }

    @Test
    void aTagThatTheHistoryHasNoRoomForIsRefusedBeforeAnythingIsApplied() throws IOException, SQLException {
        app.changeset("2-two", "CREATE TABLE two (n int);");

        Failure failure = InProcess.failure(() -> oneoff.migrate(Optional.of("v".repeat(256))));
        assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
        assertThat(failure.title()).contains("256 characters", "255");
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0");

        assertThat(oneoff.migrate(Optional.of("v".repeat(255))).failure()).isEmpty();
    }

    @Test
    void aRoleThatMayNotTagKeepsWhatItApplied() throws IOException, SQLException {
        app.changeset("2-two", "CREATE TABLE two (n int);");
        InProcess role = InProcess.of(database.urlOfRoleWith("secret"), app.folder());
        String name = database.name();
        database.execute(
                "GRANT CREATE ON SCHEMA public TO " + name,
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + name,
                "REVOKE UPDATE ON databasechangelog FROM " + name);

        Outcome<Migrated> outcome = role.migrate(NEW);

        assertThat(outcome.value().steps())
                .extracting(step -> step.id().id() + " " + step.state())
                .containsExactly("2-two APPLIED");
        Failure failure = outcome.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure.title())
                .startsWith("The tag v2 was not set: ")
                .contains("permission denied for table databasechangelog");
        assertThat(failure.hint()).startsWith("What was applied stays. ").contains("what the role was granted");
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0", "2-two | NULL");
    }

    @Test
    void aTagThatIsSetIsSaidAlsoWhereNothingIsPending() throws IOException, SQLException {
        database.execute("UPDATE databasechangelog SET tag = NULL");
        String alone = "set the tag v2: 1 changeset applied, none pending";
        assertThat(oneoff.migrate(NEW).summary()).isEqualTo(alone);
        assertThat(database.query("SELECT summary FROM oneoff_run ORDER BY started_at DESC LIMIT 1"))
                .containsExactly(alone);

        app.changeset("2-two", "CREATE TABLE two (n int);");
        assertThat(oneoff.migrate(Optional.of("v3")).summary())
                .isEqualTo("applied 1 changeset, 2 in all, set the tag v3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankTagIsAMistakeOfTheCommandLine(String blank) throws SQLException {
        Optional<String> tag = Optional.of(blank);
        List<Failure> failures = List.of(
                InProcess.failure(() -> oneoff.migrate(tag)),
                InProcess.failure(() -> oneoff.rollback(new Selection(tag, Optional.empty()))));

        assertThat(failures).extracting(Failure::kind).containsOnly(FailureKind.USAGE);
        assertThat(failures).extracting(Failure::title).containsExactly("--tag is blank.", "--to is blank.");
        assertThat(database.query(TAGS)).containsExactly("1-one | v1.0");
    }

    @ParameterizedTest
    @CsvSource({"1.0, Did you mean --to v1.0?", "spring, Name one of them."})
    void anUnknownTagIsAnsweredWithTheNearest(String tag, String hint) {
        Failure failure = InProcess.failure(() -> {
            oneoff.rollbackPlan(new Selection(Optional.of(tag), Optional.empty()));
            return oneoff.migrate();
        });

        assertThat(failure.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(failure.title()).endsWith("the tags are v1.0.");
        assertThat(failure.hint()).isEqualTo(hint);
    }
}
