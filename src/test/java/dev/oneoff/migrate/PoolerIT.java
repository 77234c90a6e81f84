package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.Oneoff;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.FakePooler;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a pooler in transaction mode, what a session sets stays for the next client: the application. */
class PoolerIT extends WithSampleApp {

    private static final MigrateRequest EVERYTHING =
            new MigrateRequest(Selection.ALL, Optional.empty(), Duration.ZERO, Duration.ZERO);

    private FakePooler pooler;

    @BeforeEach
    void begin() throws IOException {
        pooler = new FakePooler(database.url());
        app.changeset("1-item", """
                CREATE TABLE item AS
                SELECT current_setting('tcp_keepalives_idle') AS idle, current_setting('application_name') AS name;""");
    }

    @AfterEach
    void end() throws IOException {
        pooler.close();
    }

    @Test
    void readingLeavesNothingBehindForTheNextClient() throws SQLException {
        Oneoff oneoff = oneoff(false);
        assertThat(oneoff.health(Duration.ZERO).pending()).isEqualTo(1);
        assertThat(oneoff.plan(Selection.ALL, true, Duration.ZERO, Duration.ZERO)
                        .pending())
                .hasSize(1);
        assertThat(oneoff.history(5, Duration.ZERO)).isEmpty();

        assertThat(asTheApplication("SELECT name FROM pg_settings WHERE source = 'session'"))
                .isEmpty();
        assertThat(asTheApplication("SHOW transaction_read_only")).containsExactly("off");
    }

    @Test
    void whatReadsCannotWriteAllTheSame() {
        try (Session reading = new Database(settings(false).database()).openReadOnly("oneoff/reading")) {
            assertThat(reading.pooled()).isTrue();
            assertThatThrownBy(() -> reading.inTransaction(() -> reading.update(Sql.of("CREATE TABLE t (n int)"))))
                    .hasMessageContaining("read-only transaction");
        }
    }

    @Test
    void whatWritesIsRefusedAndHasSetNothing() throws SQLException {
        assertThatThrownBy(() -> oneoff(false).migrate(EVERYTHING)).isInstanceOfSatisfying(OneoffException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(e.failure().hint()).contains("DIRECT_URL", "--allow-pooler");
        });

        assertThat(asTheApplication("SELECT name FROM pg_settings WHERE source = 'session'"))
                .isEmpty();
        assertThat(app.content()).isEmpty();
    }

    @Test
    void allowedItMigratesWithItsSettingsInForce() throws SQLException {
        asTheApplication("SELECT 1");

        Outcome<Migrated> outcome = oneoff(true).migrate(EVERYTHING);

        assertThat(outcome.summary()).isEqualTo("applied 1 changeset, 1 in all");
        assertThat(app.query("SELECT idle, name LIKE 'oneoff/%/migrate' FROM item"))
                .containsExactly("15 | t");
    }

    @Test
    void itStartsWithNothingThatADefaultPgBouncerRefuses() {
        oneoff(false).health(Duration.ZERO);

        // What PgBouncer keeps for each client (its manual, ignore_startup_parameters); all else it refuses.
        assertThat(pooler.parameters())
                .contains("user", "application_name")
                .isSubsetOf(
                        "user",
                        "database",
                        "application_name",
                        "client_encoding",
                        "DateStyle",
                        "TimeZone",
                        "standard_conforming_strings");
    }

    private Oneoff oneoff(boolean allowPooler) {
        return Oneoff.of(environment(), settings(allowPooler));
    }

    private Settings settings(boolean allowPooler) {
        return Settings.load(
                environment(),
                new Flags(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        allowPooler,
                        Optional.empty(),
                        Optional.empty()));
    }

    private Environment environment() {
        return new Environment(
                Map.of("DATABASE_URL", pooler.inFrontOf(database.url())),
                Map.of("user.name", "tester"),
                folder,
                Optional.empty());
    }

    private List<String> asTheApplication(String sql) throws SQLException {
        // Told the version, the driver sets nothing of its own.
        String url = pooler.inFrontOf(database.jdbcUrl()) + "&assumeMinServerVersion=13";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
