package dev.oneoff.migrate.liquibase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;

/**
 * Liquibase's history, which it creates wherever it looks, even while it parses an include: a reading command must leave
 * an empty database empty. Found by ServiceLoader, so it is also there in an application that has oneoff on its class
 * path: it only takes part inside our own scope.
 */
public final class GuardedHistory extends StandardChangeLogHistoryService {

    private final List<RanChangeSet> added = new ArrayList<>();
    private boolean loaded;

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

    /** Remembers a changeset whose row was not written by this class; where nothing is remembered, the next look finds it. */
    void ran(ChangeSet changeSet) {
        if (loaded) {
            added.add(new RanChangeSet(changeSet, ExecType.EXECUTED, null, null));
        }
    }

    @Override
    public List<RanChangeSet> getRanChangeSets() throws DatabaseException {
        List<RanChangeSet> known = super.getRanChangeSets();
        loaded = true;
        if (added.isEmpty()) {
            return known;
        }
        List<RanChangeSet> all = new ArrayList<>(known);
        all.addAll(added);
        return Collections.unmodifiableList(all);
    }

    @Override
    public void reset() {
        super.reset();
        added.clear();
        loaded = false;
    }

    @Override
    public void tag(String tag) throws DatabaseException {
        // It goes by the last one that it remembers, and some are remembered here.
        reset();
        super.tag(tag);
    }
}
