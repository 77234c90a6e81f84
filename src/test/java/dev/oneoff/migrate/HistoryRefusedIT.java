package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Cancellation;
import dev.oneoff.run.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database refuses something that is no changeset's: the history, its schema, the connection itself. */
class HistoryRefusedIT extends WithSampleApp {

    private static final String SCHEMA = "liquibase.liquibaseSchemaName";

    private InProcess role;

    @BeforeEach
    void begin() throws IOException, SQLException {
        app.changeset("1-item", "CREATE TABLE item (n int);");
        role = InProcess.of(database.urlOfRoleWith("secret"), app.folder());
    }

    @AfterEach
    void end() {
        System.clearProperty(SCHEMA);
    }

    private static void set(String schema) {
        System.setProperty(SCHEMA, schema);
    }

    /** Everything that reads the history. */
    private static List<ThrowingCallable> reading(InProcess oneoff) {
        return List.of(
                () -> oneoff.oneoff().plan(Selection.ALL, false, Duration.ZERO, Duration.ZERO),
                () -> oneoff.oneoff().health(Duration.ZERO),
                () -> oneoff.migrate());
    }

    private static Failure failure(ThrowingCallable work) {
        return catchThrowableOfType(OneoffException.class, work).failure();
    }

    @Test
    void aHistoryTheRoleMayNotReadIsDeniedByName() throws SQLException {
        assertThat(InProcess.of(app).migrate().failure()).isEmpty();

        Failure failure = failure(reading(role).get(0));
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure.title()).contains("permission denied for table databasechangelog");
        assertThat(failure.hint()).contains("what the role was granted");
    }

    @Test
    void aSchemaTheRoleMayNotLookIntoIsDeniedByName() throws SQLException {
        database.execute("CREATE SCHEMA hist", "GRANT CREATE ON SCHEMA public TO " + database.name());
        set("hist");

        for (ThrowingCallable work : reading(role.properties(SCHEMA, "hist"))) {
            Failure failure = failure(work);
            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure.title()).contains("permission denied for schema hist");
            assertThat(failure.hint()).contains("what the role was granted");
        }
    }

    @Test
    void aSchemaThatIsNotThereIsAWrongSetting() {
        set("nosuch");

        for (ThrowingCallable work : reading(InProcess.of(app).properties(SCHEMA, "nosuch"))) {
            Failure failure = failure(work);
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION);
            assertThat(failure.title()).contains("The schema nosuch", SCHEMA);
            assertThat(failure.hint()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table public.databasechangeloglock",
                "create table public.databasechangelog ",
                "select * from public.databasechangelog ",
                "select count(*) from asked",
                "update public.databasechangelog "
            })
    void aConnectionLostOutsideAChangesetCanBeTriedAgain(String statement) throws IOException {
        app.file("changelog/root.yaml", """
                databaseChangeLog:
                  - preConditions:
                      - sqlCheck: {expectedResult: 0, sql: SELECT count(*) FROM asked}
                """ + SampleApp.ROOT.substring(SampleApp.ROOT.indexOf("  -")));
        InProcess oneoff = InProcess.of(app).with(real -> new DyingDialect(real, new Lost(statement)));
        runOnce("CREATE TABLE asked (n int)");

        Failure failure = InProcess.failure(() -> oneoff.migrate(Optional.of("v1")));

        assertThat(failure.title()).contains("cannot be reached");
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.hint()).isNotEmpty();
    }

    @Test
    void aConnectionLostWhileTaggingKeepsWhatWasAppliedInProductionToo() {
        Environment production = new Environment(
                Map.of("DATABASE_URL", database.url(), "APP_ENV", "production"),
                Map.of("user.name", "tester"),
                app.folder(),
                Optional.empty());
        InProcess oneoff = new InProcess(
                production,
                Flags.none(),
                real -> new DyingDialect(real, new Lost("update public.databasechangelog ")),
                new Cancellation());

        Outcome<Migrated> outcome = oneoff.migrate(Optional.of("v1"));

        assertThat(outcome.value().steps())
                .extracting(step -> step.id().id() + " " + step.state())
                .containsExactly("1-item APPLIED");
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(outcome.failure().orElseThrow().hint()).startsWith("What was applied stays. ");
    }

    private void runOnce(String sql) {
        try {
            database.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The server ends the session before a statement. */
    private final class Lost implements DyingDialect.Death {
        private final String statement;

        Lost(String statement) {
            this.statement = statement;
        }

        @Override
        public void before(Connection connection, String call) {
            if (call.toLowerCase(Locale.ROOT).startsWith(statement)) {
                runOnce("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE 'oneoff/%/migrate'");
            }
        }

        @Override
        public void after(Connection connection) {}
    }
}
