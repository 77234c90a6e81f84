package dev.oneoff.database.dialect;

import dev.oneoff.config.PostgresAddress;
import dev.oneoff.failure.FailureKind;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
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

    /**
     * Admin shutdown, crash shutdown, cannot connect now, database dropped, ended for idling, in a transaction or for its
     * length, too many connections, no such database.
     */
    private static final Set<String> GONE =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "53300", "3D000");

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
        SessionFacts facts;
        try {
            facts = settled(connection, options);
        } catch (SQLException e) {
            if (!e.getSQLState().startsWith("22") && !e.getSQLState().startsWith("55")) {
                throw e;
            }
            // A server whose platform has no TCP_USER_TIMEOUT refuses the value (manual 20.3.2).
            keepsAlive = false;
            facts = settled(connection, options);
        }
        if (facts.pooled()) {
            // Another transaction may be another server session, which does not know what this one prepared.
            connection.unwrap(PGConnection.class).setPrepareThreshold(0);
            connection.setReadOnly(!options.writing());
        }
        return facts;
    }

    /**
     * Puts the settings in force, but not behind a pooler: in transaction mode nobody takes them back, and the next client
     * to get that server session would be the application, told that it may only read.
     */
    private SessionFacts settled(Connection connection, ConnectOptions options) throws SQLException {
        int driversPid = connection.unwrap(PGConnection.class).getBackendPID();
        String pooled = address.pooled() ? "TRUE" : "pg_catalog.pg_backend_pid() <> " + driversPid;
        PostgresSettings settings = settings(connection);
        String items = (options.writing() ? settings : settings.readOnly()).items(pooled);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT current_schema(), pg_is_in_recovery(), " + pooled + ", " + items)) {
            result.next();
            String schema = result.getString(1);
            return new SessionFacts(schema == null ? "" : schema, result.getBoolean(3), result.getBoolean(2));
        }
    }

    private PostgresSettings settings(Connection connection) throws SQLException {
        return new PostgresSettings(connection.getMetaData().getDatabaseMajorVersion(), keepsAlive);
    }

    @Override
    public String resetting(Connection connection, String name, String searchPath) throws SQLException {
        PostgresSettings settings = settings(connection).named(name);
        if (!searchPath.isEmpty()) {
            settings.searching(searchPath);
        }
        return "RESET ROLE; RESET ALL; SELECT " + settings.items("FALSE");
    }

    @Override
    public void prepareNothing(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).setPrepareThreshold(0);
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
    public boolean embedded() {
        return false;
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
    public Optional<FailureKind> kindOfConnecting(SQLException error) {
        return PoolerErrors.STATE.equals(error.getSQLState())
                ? Optional.of(PoolerErrors.kindOf(messageOf(error)))
                : kindOf(error);
    }

    @Override
    public boolean missingTable(SQLException error) {
        return error.getSQLState() != null && MISSING.contains(error.getSQLState());
    }

    @Override
    public String castType(ResultSetMetaData columns, int column) throws SQLException {
        String name = columns.getColumnTypeName(column);
        // What the driver calls a column with a sequence of its own.
        return switch (name) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> name;
        };
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
