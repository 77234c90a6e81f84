package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.sql.SQLException;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.exception.DatabaseException;

/**
 * PostgreSQL without the rollback, the SHOW and the SET that Liquibase sends before each changeset: when nothing was sent
 * since the last commit there is nothing to roll back, and the search path is put back together with the session settings.
 */
final class ServerDatabase extends PostgresDatabase {

    private final Session session;
    private String searchPath = "";

    ServerDatabase(Session session) {
        this.session = session;
    }

    @Override
    public void rollback() throws DatabaseException {
        try {
            if (!searchPath.isEmpty()
                    && !session.connection().getAutoCommit()
                    && session.dialect().idle(session.connection())) {
                return;
            }
            super.rollback();
            if (searchPath.isEmpty()) {
                searchPath = session.dialect().searchPath(session.connection());
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Puts the session settings back, and the search path as Liquibase set it. */
    static void reset(Session session, Database database) {
        session.reset(path(database));
    }

    /** Returns what {@link #reset} runs. */
    static Sql resetting(Session session, Database database) {
        return session.resetting(path(database));
    }

    private static String path(Database database) {
        return database instanceof ServerDatabase server ? server.searchPath : "";
    }
}
