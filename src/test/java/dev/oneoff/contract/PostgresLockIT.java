package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLockIT extends LockContract {

    private final TestDatabase server;

    PostgresLockIT() throws SQLException {
        server = TestDatabase.create();
    }

    @Override
    Database database() {
        return Engines.postgres(server);
    }

    @Override
    Session inSchema(Database database, String schema) {
        return new Database(Engines.address(server.url() + "?options=-csearch_path%3D" + schema, Path.of("")))
                .open("oneoff/tenant");
    }

    @Override
    void noTransactionIsOpen() {
        assertThat(first().list(
                                Sql.of("SELECT state FROM pg_stat_activity"
                                                + " WHERE datname = current_database() AND application_name = :name")
                                        .with("name", second().name()),
                                row -> row.text(1)))
                .containsExactly("idle");
    }

    @AfterEach
    void drop() throws SQLException {
        server.close();
    }

    @Test
    void aSessionThatIsCutOffHoldsNothing() {
        assertThat(lock(first(), "migrate").tryAcquire()).isPresent();

        Sql cut = Sql.of("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = :name")
                .with("name", first().name());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!second().list(cut, row -> row.flag(1)).isEmpty()) {
            assertThat(System.nanoTime()).as("the session is still there").isLessThan(deadline);
        }

        assertThat(lock(second(), "migrate").holder()).isEmpty();
        assertThat(lock(second(), "migrate").tryAcquire()).isPresent();
    }
}
