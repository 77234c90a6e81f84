package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDialectIT extends DialectContract {

    private final TestDatabase server;

    PostgresDialectIT() throws SQLException {
        server = TestDatabase.create();
    }

    @Override
    Database database() {
        return Engines.postgres(server);
    }

    @Override
    Database withWrongPassword() throws SQLException {
        String url = server.urlOfRoleWith("right-password");
        return new Database(Engines.address(url.replace("right-", "wrong-"), Path.of("")));
    }

    @Override
    List<String> disturbances() {
        return List.of("SET search_path = other", "SET TIME ZONE 'Asia/Tokyo'");
    }

    @AfterEach
    void drop() throws SQLException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TimeZone, UTC",
        "IntervalStyle, postgres",
        "bytea_output, hex",
        "client_connection_check_interval, 2s",
        "tcp_keepalives_idle, 15",
        "tcp_keepalives_interval, 5",
        "tcp_keepalives_count, 3",
        "tcp_user_timeout, 30000",
        "default_transaction_read_only, off",
        "application_name, oneoff/dialect"
    })
    void theSettingsAreInForceAlsoAfterAReset(String name, String value) {
        boolean unknownThere = name.startsWith("client_connection") && session().majorVersion() < 14;
        if (!unknownThere) {
            assertThat(one("SHOW " + name)).isEqualTo(value);
            session().reset("");
            assertThat(one("SHOW " + name)).isEqualTo(value);
        }
    }

    @Test
    void datesAreIso() {
        assertThat(one("SHOW datestyle")).startsWith("ISO");
    }

    @Test
    void theRoleIsTheUsersAgainAfterAReset() {
        session().execute("SET ROLE pg_monitor");
        session().reset("");

        assertThat(one("SELECT current_user::text")).isEqualTo(one("SELECT session_user::text"));
    }

    @Test
    void theServersPlaceOfAnErrorIsKnown() throws SQLException {
        assertThat(session().dialect().errorPosition(failureOf("SELECT nothing")))
                .hasValue(8);
        assertThat(session().dialect().errorPosition(failureOf("SELECT 1/0"))).isEmpty();
    }

    @Test
    void aMissingRightIsDenied() throws SQLException {
        String url = server.urlOfRoleWith("right-password");
        try (Session poor = new Database(Engines.address(url, Path.of(""))).open("oneoff/poor")) {
            assertThatThrownBy(() -> poor.execute("CREATE TABLE public.t (i INT)"))
                    .isInstanceOfSatisfying(
                            OneoffException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DENIED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://me@127.0.0.1:1/shop, UNREACHABLE",
        "postgres://me@nowhere.invalid/shop, UNREACHABLE",
        "SERVER?sslmode=require, DENIED",
        "SERVER_gone, UNREACHABLE"
    })
    void whyThereIsNoConnectionIsKnown(String url, FailureKind kind) {
        Database unreachable = new Database(Engines.address(url.replace("SERVER", server.url()), Path.of("")));

        assertThatThrownBy(() -> unreachable.open("oneoff/lost").close())
                .isInstanceOfSatisfying(
                        OneoffException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
