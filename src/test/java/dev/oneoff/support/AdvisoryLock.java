package dev.oneoff.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** An advisory lock that a test holds: whatever of the tested process asks for it waits until it is released. */
public final class AdvisoryLock implements AutoCloseable {

    private final Connection connection;

    private AdvisoryLock(Connection connection) {
        this.connection = connection;
    }

    /** Takes a lock of a database. */
    public static AdvisoryLock of(TestDatabase database, int number) throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + number + ")");
        }
        return new AdvisoryLock(connection);
    }

    /** Lets whoever waits for it go on. */
    public void release() throws SQLException {
        connection.close();
    }

    /** Releases it, if nobody has. */
    @Override
    public void close() throws SQLException {
        release();
    }
}
