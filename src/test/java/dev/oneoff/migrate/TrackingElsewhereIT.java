package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oneoff.Oneoff;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.run.Outcome;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Liquibase's own settings of where its tables lie and what they are called. */
class TrackingElsewhereIT {

    private static final String SCHEMA = "liquibase.liquibaseSchemaName";

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>(Map.of("user.name", "tester"));
    private Optional<TestDatabase> open = Optional.empty();

    @AfterEach
    void end() throws SQLException {
        properties.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("liquibase."))
                .forEach(System::clearProperty);
        if (open.isPresent()) {
            open.get().close();
        }
    }

    private TestDatabase database(boolean server) throws SQLException {
        TestDatabase made = server ? TestDatabase.create() : TestDatabase.h2(folder);
        open = Optional.of(made);
        return made;
    }

    private void set(String name, String value) {
        properties.put(name, value);
        System.setProperty(name, value);
    }

    private Oneoff oneoff(String url) {
        Environment environment = new Environment(Map.of("DATABASE_URL", url), properties, folder, Optional.empty());
        return Oneoff.of(environment, Settings.load(environment, Flags.none()));
    }

    private static Outcome<Migrated> migrate(Oneoff oneoff) {
        return oneoff.migrate(new MigrateRequest(Selection.ALL, Optional.empty(), Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"true, tracked", "true, Tracked", "true, TRACKED", "false, tracked"})
    void migrateCountsRollBackAndUnlockGoByThem(boolean server, String schema) throws IOException, SQLException {
        TestDatabase database = database(server);
        database.execute("CREATE SCHEMA " + (schema.equals("Tracked") ? "\"Tracked\"" : schema));
        set(SCHEMA, schema);
        // Or Liquibase itself does not find its tables in a schema of mixed letters again.
        set("liquibase.preserveSchemaCase", Boolean.toString(schema.equals("Tracked")));
        set("liquibase.databaseChangelogTableName", "shop_history");
        set("liquibase.databaseChangelogLockTableName", "shop_lock");
        SampleApp.in(folder, database)
                .changeset("1-item", "CREATE TABLE item (n int);\n--rollback DROP TABLE item;")
                .changeset("2-row", "INSERT INTO item VALUES (1);\n--rollback DELETE FROM item;");
        Oneoff oneoff = oneoff(database.url());

        Outcome<Migrated> first = migrate(oneoff);
        assertThat(first.summary()).isEqualTo("applied 2 changesets, 2 in all");
        assertThat(first.value().steps()).extracting(Step::rows).containsExactly(0L, 1L);
        assertThat(migrate(oneoff).summary()).isEqualTo("nothing to do: 2 changesets applied, none pending");
        assertThat(database.query("SELECT lower(table_schema), table_name FROM information_schema.tables"
                        + " WHERE table_name LIKE 'shop%' OR table_name LIKE 'database%' ORDER BY table_name"))
                .containsExactly("tracked | shop_history", "tracked | shop_lock");

        assertThat(oneoff.lockHolder(Duration.ZERO)).isEmpty();
        String lock = (schema.equals("Tracked") ? "\"Tracked\"" : "tracked") + ".shop_lock";
        database.execute("UPDATE " + lock + " SET locked = TRUE, lockedby = 'web-1'");
        String holder = oneoff.lockHolder(Duration.ZERO).orElseThrow();
        assertThat(holder).startsWith("web-1, since");
        assertThat(oneoff.unlock(holder, Duration.ZERO).summary()).startsWith("freed the lock of web-1");
        assertThat(database.query("SELECT locked, lockedby FROM " + lock))
                .hasSize(1)
                .doesNotContain("web-1");
        assertThat(oneoff.lockHolder(Duration.ZERO)).isEmpty();

        Outcome<Migrated> back = oneoff.rollback(new RollbackRequest(
                new Selection(Optional.empty(), Optional.of(1)), Optional.empty(), Duration.ZERO, Duration.ZERO));
        assertThat(back.value().applied()).isEqualTo(1);
        assertThat(back.value().steps()).extracting(Step::rows).containsExactly(1L);
    }

    @Test
    void theSchemaInTheUrlOfAnEmbeddedDatabaseHoldsEverything() throws IOException, SQLException {
        TestDatabase database = database(false);
        database.execute("CREATE SCHEMA \"app\"");
        SampleApp.in(folder, database)
                .changeset("1-one", "CREATE TABLE one (n int);")
                .changeset("2-two", "CREATE TABLE two (n int);");

        assertThat(migrate(oneoff(database.url() + ";SCHEMA=app")).exitCode()).isZero();
        assertThat(
                        database.query(
                                "SELECT DISTINCT table_schema FROM information_schema.tables"
                                        + " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('information_schema', 'pg_catalog')"))
                .containsExactly("app");
    }

    @Test
    void aSettingInOtherLettersIsFollowed() throws IOException, SQLException {
        TestDatabase database = database(true);
        set("LIQUIBASE.DATABASECHANGELOGTABLENAME", "shop_history");
        SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int);");

        assertThat(migrate(oneoff(database.url())).summary()).isEqualTo("applied 1 changeset, 1 in all");
        assertThat(migrate(oneoff(database.url())).summary())
                .isEqualTo("nothing to do: 1 changeset applied, none pending");
    }

    @Test
    void runsOfTwoSearchPathsWithOneHistoryCannotMeet() throws IOException, SQLException {
        TestDatabase database = database(true);
        database.execute("CREATE SCHEMA shop", "CREATE SCHEMA stock");
        set(SCHEMA, "shop");
        SampleApp.in(folder, database).changeset("1-item", "CREATE TABLE item (n int);");
        String shop = database.url() + "?options=-csearch_path%3Dshop";
        String stock = database.url() + "?options=-csearch_path%3Dstock";

        // As a run there has it, whose history is the same.
        try (Session other = open(shop);
                HeldLock held = lock(other, LockName.MIGRATE)) {
            assertThat(held).isNotNull();
            assertLocked(stock);
        }
        assertThat(migrate(oneoff(stock)).exitCode()).isZero();
        // What runs with the same ledger, history elsewhere or not, would be called lost.
        try (Session other = open(stock);
                HeldLock held = lock(other, LockName.MIGRATE)) {
            assertThat(held).isNotNull();
            SampleApp.in(folder, database).changeset("2-more", "CREATE TABLE more (n int);");
            assertLocked(stock);
            assertThat(migrate(oneoff(shop)).exitCode()).isZero();
        }
    }

    private void assertLocked(String url) {
        Oneoff oneoff = oneoff(url);
        assertThatExceptionOfType(OneoffException.class)
                .isThrownBy(() -> migrate(oneoff))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(FailureKind.LOCKED));
    }

    private Session open(String url) {
        Environment environment = new Environment(Map.of("DATABASE_URL", url), properties, folder, Optional.empty());
        return new Database(Settings.load(environment, Flags.none()).database()).open("oneoff/other/migrate");
    }

    private static HeldLock lock(Session session, LockName name) {
        return Locks.of(session, name, Optional.empty(), Clock.systemUTC())
                .tryAcquire()
                .orElseThrow();
    }
}
