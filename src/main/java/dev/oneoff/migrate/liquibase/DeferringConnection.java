package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import liquibase.database.jvm.JdbcConnection;

/**
 * The connection as Liquibase sees it. Liquibase commits a changeset, then its history row (liquibase#7442): a death in
 * between breaks every later run. From {@link #defer} on its commits are swallowed; after {@link #settle} the next one is
 * real, and both go in together.
 */
final class DeferringConnection extends JdbcConnection {

    private final WatchedConnection watched;

    private DeferringConnection(WatchedConnection watched) {
        super(watched.proxy());
        this.watched = watched;
    }

    static DeferringConnection of(Session session) {
        return new DeferringConnection(new WatchedConnection(session));
    }

    /** From here on commits wait. */
    void defer() {
        watched.deferCommits(true);
    }

    /** The next commit is real again. */
    void settle() {
        watched.deferCommits(false);
    }

    /** Returns what watches the statements that run. */
    WatchedConnection watched() {
        return watched;
    }

    @Override
    public void close() {
        // Ours to close: the session goes on after Liquibase, and holds the lock.
    }
}
