package dev.oneoff.database.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PgBouncer 1.18 says, each with the SQLSTATE 08P01. */
class PoolerErrorsTest {

    private static final Environment ENVIRONMENT = new Environment(
            Map.of("DATABASE_URL", "postgres://me:secret@127.0.0.1:6432/shop"),
            Map.of("user.name", "tester"),
            Path.of(""),
            Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "unsupported startup parameter: options, CONFIGURATION",
        "unsupported startup parameter: search_path, CONFIGURATION",
        "'\"trust\" authentication failed', DENIED",
        "password authentication failed, DENIED",
        "SASL authentication failed, DENIED",
        "'database \"gone\" does not exist', UNREACHABLE",
        "no more connections allowed (max_client_conn), UNREACHABLE",
        "'server login has been failing, try again later (server_login_retry)', UNREACHABLE"
    })
    void itIsKnownByItsText(String message, FailureKind kind) {
        assertThat(failure(message).kind()).isEqualTo(kind);
    }

    @Test
    void anOptionItDoesNotLetThroughIsNamedWithTheWayOut() {
        Failure failure = failure("unsupported startup parameter: options");

        assertThat(failure.title()).contains("pooler at 127.0.0.1", "DATABASE_URL", "startup parameter: options");
        assertThat(failure.hint()).contains("DIRECT_URL");
    }

    private static Failure failure(String message) {
        Database database =
                new Database(Settings.load(ENVIRONMENT, Flags.none()).database());
        ServerErrorMessage error = new ServerErrorMessage("SFATAL\0C08P01\0M" + message + "\0");
        return database.errors()
                .connecting(new PSQLException(error), "connecting")
                .failure();
    }
}
