package dev.oneoff.database.dialect;

import dev.oneoff.config.PostgresAddress;
import dev.oneoff.failure.FailureKind;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL 13 and later through pgjdbc. */
final class PostgresDialect implements Dialect {

    private static final String OLDEST = "13";
    private static final int CHECKS_CLIENT_SINCE = 14;

    private static final String SETTINGS = """
            SET TIME ZONE 'UTC';
            SET datestyle = 'ISO';
            SET intervalstyle = 'postgres';
            SET bytea_output = 'hex';
            """;

    // A lost host, seen from the server: it may then drop our session, and the locks with it.
    private static final String KEEP_ALIVE = """
            SET tcp_keepalives_idle = 15;
            SET tcp_keepalives_interval = 5;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 30000;
            """;

    // Without it the server goes on with a statement whose client was killed, and keeps its locks.
    private static final String CHECK_CLIENT = "SET client_connection_check_interval = '2s';\n";

    private static final String READ_ONLY = "SET default_transaction_read_only = on;\n";

    private static final String FACTS = "SELECT current_schema(), pg_backend_pid(), pg_is_in_recovery()";

    /** Admin shutdown, crash shutdown, cannot connect now, database dropped, too many connections, no such database. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "57P04", "53300", "3D000");

    /** The server turned us down: also TLS wanted or refused, a password wanted and not given. */
    private static final Set<String> DENIED = Set.of("08004", "42501");

    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    private final PostgresAddress address;
    private volatile boolean keepsAlive = true;

    PostgresDialect(PostgresAddress address) {
        this.address = address;
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public Connection connect(ConnectOptions options) throws SQLException {
        Properties properties = new Properties();
        String seconds = Long.toString(Math.max(1, options.timeout().toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.putAll(address.driverProperties());
        properties.setProperty("ApplicationName", options.applicationName());
        // Then the name goes in with the start-up message: one round trip less, and RESET ALL goes back to it.
        properties.setProperty("assumeMinServerVersion", OLDEST);
        if (address.pooled()) {
            properties.setProperty("prepareThreshold", "0");
        }
        properties.setProperty(
                "PGHOST", address.hosts().stream().map(host -> host.host()).collect(Collectors.joining(",")));
        properties.setProperty(
                "PGPORT",
                address.hosts().stream()
                        .map(host -> Integer.toString(host.port()))
                        .collect(Collectors.joining(",")));
        properties.setProperty("PGDBNAME", address.database());
        properties.setProperty("user", address.user());
        address.password().ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        Connection connection = new Driver().connect("jdbc:postgresql://", properties);
        if (connection == null) {
            throw new SQLException("the driver does not know this address", "08001");
        }
        return connection;
    }

    @Override
    public SessionFacts prepare(Connection connection, ConnectOptions options) throws SQLException {
        String guard = options.writing() ? "" : READ_ONLY;
        try (Statement statement = connection.createStatement()) {
            return facts(statement, guard + settings(connection) + KEEP_ALIVE + FACTS, connection);
        } catch (SQLException e) {
            if (!e.getSQLState().startsWith("22") && !e.getSQLState().startsWith("55")) {
                throw e;
            }
        }
        // A server whose platform has no TCP_USER_TIMEOUT refuses the value (manual 20.3.2).
        keepsAlive = false;
        try (Statement statement = connection.createStatement()) {
            return facts(statement, guard + settings(connection) + FACTS, connection);
        }
    }

    private static SessionFacts facts(Statement statement, String sql, Connection connection) throws SQLException {
        boolean rows = statement.execute(sql);
        while (!rows) {
            rows = statement.getMoreResults();
        }
        try (ResultSet result = statement.getResultSet()) {
            result.next();
            String schema = result.getString(1);
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            return new SessionFacts(schema == null ? "" : schema, result.getInt(2) != pid, result.getBoolean(3));
        }
    }

    private static String settings(Connection connection) throws SQLException {
        boolean checksClient = connection.getMetaData().getDatabaseMajorVersion() >= CHECKS_CLIENT_SINCE;
        return checksClient ? SETTINGS + CHECK_CLIENT : SETTINGS;
    }

    @Override
    public void reset(Connection connection, String searchPath) throws SQLException {
        String path = searchPath.isEmpty() ? "" : "SET search_path = " + searchPath;
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET ROLE; RESET ALL; " + settings(connection) + (keepsAlive ? KEEP_ALIVE : "") + path);
        }
    }

    @Override
    public String searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW search_path")) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public boolean idle(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    @Override
    public boolean transactionalDdl() {
        return true;
    }

    @Override
    public boolean holdsUncommitted(Connection connection) throws SQLException {
        return !connection.getAutoCommit();
    }

    @Override
    public boolean advisoryLocks() {
        return true;
    }

    @Override
    public Optional<FailureKind> kindOf(SQLException error) {
        String state = error.getSQLState();
        if (state == null) {
            return Optional.empty();
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Optional.of(FailureKind.DENIED);
            }
        }
        if (DENIED.contains(state) || state.startsWith("28")) {
            return Optional.of(FailureKind.DENIED);
        }
        if (GONE.contains(state) || state.startsWith("08")) {
            return Optional.of(FailureKind.UNREACHABLE);
        }
        return Optional.empty();
    }

    @Override
    public boolean missingTable(SQLException error) {
        return error.getSQLState() != null && MISSING.contains(error.getSQLState());
    }

    @Override
    public String messageOf(SQLException error) {
        if (!(error instanceof PSQLException postgres) || postgres.getServerErrorMessage() == null) {
            boolean unknownHost = error.getCause() instanceof UnknownHostException;
            return unknownHost ? "no host of this name is known" : String.valueOf(error.getMessage());
        }
        ServerErrorMessage server = postgres.getServerErrorMessage();
        StringBuilder text = new StringBuilder(server.getSeverity() + ": " + server.getMessage());
        if (server.getDetail() != null) {
            text.append(" (").append(server.getDetail()).append(')');
        }
        if (server.getHint() != null) {
            text.append(" Hint: ").append(server.getHint());
        }
        return text.toString();
    }

    @Override
    public OptionalInt errorPosition(SQLException error) {
        if (error instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            int position = postgres.getServerErrorMessage().getPosition();
            return position > 0 ? OptionalInt.of(position) : OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    @Override
    public String digestOf(String query) {
        return """
                SELECT encode(sha256(convert_to(coalesce(string_agg(item, E'\\n' ORDER BY place, item), ''), 'UTF8')), 'hex')
                FROM (%s) AS items""".formatted(query);
    }
}
