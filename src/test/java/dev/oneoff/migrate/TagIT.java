package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
