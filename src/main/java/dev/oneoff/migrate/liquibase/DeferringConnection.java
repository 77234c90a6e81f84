package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import java.sql.Connection;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * The connection as Liquibase sees it. Liquibase commits a changeset, then its history row (liquibase#7442): a death in
 * between breaks every later run. From {@link #defer} on its commits are swallowed; after {@link #settle} the next one is
 * real, and both go in together.
 */
final class DeferringConnection extends JdbcConnection {

    private final WatchedConnection watched;
    private boolean deferring;

    DeferringConnection(Session session) {
        super(session.connection());
        this.watched = new WatchedConnection(session, () -> deferring);
    }

    /** From here on commits wait. */
    void defer() {
        deferring = true;
    }

    /** The next commit is real again. */
    void settle() {
        deferring = false;
    }

    /** Returns what watches the statements that run. */
    WatchedConnection watched() {
        return watched;
    }

    @Override
    public void commit() throws DatabaseException {
        if (!deferring) {
            super.commit();
        }
    }

    @Override
    public Connection getUnderlyingConnection() {
        return watched.proxy();
    }

    @Override
    public Connection getWrappedConnection() {
        return watched.proxy();
    }

    @Override
    public void close() {
        // Ours to close: the session goes on after Liquibase, and holds the lock.
    }
}
