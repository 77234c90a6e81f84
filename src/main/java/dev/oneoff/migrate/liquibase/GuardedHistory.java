package dev.oneoff.migrate.liquibase;

import liquibase.Scope;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;

/**
 * Liquibase's history, which it creates wherever it looks, even while it parses an include: a reading command must leave
 * an empty database empty. Found by ServiceLoader, so it is also there in an application that has oneoff on its class
 * path: it only takes part inside our own scope.
 */
public final class GuardedHistory extends StandardChangeLogHistoryService {

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(Database database) {
        return EngineScope.isOurs(Scope.getCurrentScope());
    }

    @Override
    public void init() throws DatabaseException {
        if (EngineScope.mayCreate(Scope.getCurrentScope())) {
            super.init();
        }
    }
}
