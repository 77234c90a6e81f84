package dev.oneoff.database.dialect;

import dev.oneoff.config.H2Address;
import dev.oneoff.config.Secret;
import dev.oneoff.database.dialect.ConnectOptions.Purpose;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import org.h2.Driver;
import org.h2.jdbc.JdbcException;

/**
 * H2 2.x as an embedded file. DDL commits, and the file is locked by the process that has it open: that is the lock.
 */
final class H2Dialect implements Dialect {

    private static final String EMPTY = "jdbc:h2:mem:";
    private static final int ALREADY_OPEN = 90020;
    private static final int NOT_FOUND = 90146;
    private static final int WRONG_USER = 28000;

    /** Table not found, in its three forms; schema not found. */
    private static final Set<Integer> MISSING = Set.of(42102, 42103, 42104, 90079);

    // Else errors and their statements go into a file beside the database.
    private static final String NO_TRACE = ";TRACE_LEVEL_FILE=0";

    // No file is created, writes are refused (error 90097), and several processes may read at once.
    private static final String READ_ONLY = ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";

    private static final String EXISTING = ";IFEXISTS=TRUE";

    private final H2Address address;

    // The URL may name another.
    private volatile String schema = "public";

    H2Dialect(H2Address address) {
        this.address = address;
    }

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public Connection connect(ConnectOptions options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty(
                "password", address.password().map(Secret::reveal).orElse(""));
        // A database in memory exists only once it was opened: IFEXISTS would refuse it for ever.
        if (options.writing() || address.file().isEmpty()) {
            return open(address.url(), properties);
        }
        try {
            return open(address.url() + (options.purpose() == Purpose.READ ? READ_ONLY : EXISTING), properties);
        } catch (SQLException e) {
            if (e.getErrorCode() != NOT_FOUND) {
                throw e;
            }
            return open(EMPTY + address.url().substring(address.url().indexOf(';')), properties);
        }
    }

    private static Connection open(String url, Properties properties) throws SQLException {
        Connection connection;
        try {
            connection = new Driver().connect(url + NO_TRACE, properties);
        } catch (NoClassDefFoundError e) {
            // Optional for an application that embeds us.
            throw new OneoffException(
                    new Failure(
                            FailureKind.CONFIGURATION,
                            "The embedded database needs H2, which is not on the class path.",
                            "Set DATABASE_URL, or add com.h2database:h2 to the application."),
                    e);
        }
        if (connection == null) {
            throw new SQLException("the driver does not know this address", "08001");
        }
        return connection;
    }

    @Override
    public SessionFacts prepare(Connection connection, ConnectOptions options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (ResultSet result = statement.executeQuery("SELECT CURRENT_SCHEMA")) {
                result.next();
                schema = result.getString(1);
                return new SessionFacts(schema, false, false);
            }
        }
    }

    @Override
    public String resetting(Connection connection, String name, String searchPath) {
        return "SET SCHEMA \"" + schema.replace("\"", "\"\"") + "\"; SET TIME ZONE 'UTC'";
    }

    @Override
    public void prepareNothing(Connection connection) {
        // Nothing is kept at a server.
    }

    @Override
    public String searchPath(Connection connection) {
        return "";
    }

    @Override
    public boolean idle(Connection connection) {
        return false;
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        // The engine runs in this process: its own statement is cancelled through a second session.
        int session;
        try (Connection second = connect(new ConnectOptions("", Purpose.READ, Duration.ofSeconds(1)));
                Statement statement = second.createStatement()) {
            try (ResultSet result = statement.executeQuery(
                    "SELECT session_id FROM information_schema.sessions WHERE session_id <> SESSION_ID()")) {
                if (!result.next()) {
                    return;
                }
                session = result.getInt(1);
            }
            statement.execute("CALL CANCEL_SESSION(" + session + ")");
        }
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    @Override
    public boolean holdsUncommitted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT contains_uncommitted FROM information_schema.sessions WHERE session_id = SESSION_ID()")) {
            return result.next() && result.getBoolean(1);
        }
    }

    @Override
    public boolean advisoryLocks() {
        return false;
    }

    @Override
    public boolean embedded() {
        return true;
    }

    @Override
    public Optional<FailureKind> kindOf(SQLException error) {
        return switch (error.getErrorCode()) {
            case ALREADY_OPEN -> Optional.of(FailureKind.LOCKED);
            case WRONG_USER -> Optional.of(FailureKind.DENIED);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<FailureKind> kindOfConnecting(SQLException error) {
        return kindOf(error);
    }

    @Override
    public boolean missingTable(SQLException error) {
        return MISSING.contains(error.getErrorCode());
    }

    @Override
    public String castType(ResultSetMetaData columns, int column) throws SQLException {
        return columns.getColumnTypeName(column);
    }

    @Override
    public String messageOf(SQLException error) {
        return error instanceof JdbcException h2 ? h2.getOriginalMessage() : String.valueOf(error.getMessage());
    }

    @Override
    public OptionalInt errorPosition(SQLException error) {
        return OptionalInt.empty();
    }

    @Override
    public String digestOf(String query) {
        return """
                SELECT RAWTOHEX(HASH('SHA-256', STRINGTOUTF8(COALESCE(LISTAGG(item, CHAR(10)) WITHIN GROUP (ORDER BY place, item), ''))))
                FROM (%s) AS items""".formatted(query);
    }
}
