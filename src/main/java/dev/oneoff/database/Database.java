package dev.oneoff.database;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.database.dialect.ConnectOptions;
import dev.oneoff.database.dialect.ConnectOptions.Purpose;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.database.dialect.Dialects;
import dev.oneoff.failure.OneoffException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The one database of a run. Opens sessions; whoever opens one closes it. */
public final class Database {

    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final DatabaseAddress address;
    private final Dialect dialect;
    private final SqlErrors errors;

    /** Makes the database at an address; connects to nothing yet. */
    public Database(DatabaseAddress address) {
        this(address, Dialects.of(address));
    }

    /** Makes the database at an address with a dialect of the caller's, for tests that fail on purpose. */
    public Database(DatabaseAddress address, Dialect dialect) {
        this.address = address;
        this.dialect = dialect;
        this.errors = new SqlErrors(address, dialect);
    }

    /** Returns where the database is. */
    public DatabaseAddress address() {
        return address;
    }

    /** Returns the engine's dialect. */
    public Dialect dialect() {
        return dialect;
    }

    /** Returns what turns a driver's errors into ours. */
    public SqlErrors errors() {
        return errors;
    }

    /**
     * Opens a session for writing; an embedded database is created where there is none.
     *
     * @param name what the server shows as this session's name
     * @throws OneoffException UNREACHABLE, DENIED, or LOCKED when another process has the embedded file open
     */
    public Session open(String name) {
        return connect(new ConnectOptions(name, Purpose.WRITE, ATTEMPT));
    }

    /**
     * Opens a session that cannot write. An embedded database that does not exist is read as an empty one; no file is
     * created.
     *
     * @param name what the server shows as this session's name
     */
    public Session openReadOnly(String name) {
        return connect(new ConnectOptions(name, Purpose.READ, ATTEMPT));
    }

    /**
     * Opens a session for changes that are rolled back, each in a transaction that says so where the engine wants that. An
     * embedded database that does not exist is an empty one; no file is created.
     *
     * @param name what the server shows as this session's name
     */
    public Session openTrying(String name) {
        return connect(new ConnectOptions(name, Purpose.TRY, ATTEMPT));
    }

    private Session connect(ConnectOptions options) {
        Connection connection;
        try {
            connection = dialect.connect(options);
        } catch (SQLException e) {
            throw errors.connecting(e, "connecting");
        }
        try {
            return new Session(connection, this, options);
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw errors.connecting(e, "preparing the session");
        }
    }
}
