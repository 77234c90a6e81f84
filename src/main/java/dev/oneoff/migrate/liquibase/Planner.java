package dev.oneoff.migrate.liquibase;

import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.PendingChangeset;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.ChangeSetVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;

/** Compares a changelog with a history. Writes nothing. */
final class Planner {

    private final Opened opened;

    Planner(Opened opened) {
        this.opened = opened;
    }

    /** Returns the changesets that a migration would run, in order. */
    static List<ChangeSet> pending(Opened opened, Selection selection) throws LiquibaseException {
        ShouldRunChangeSetFilter shouldRun = new ShouldRunChangeSetFilter(opened.database());
        List<ChangeSet> pending = new ArrayList<>();
        opened.forward(selection)
                .run(
                        new Visiting(
                                changeSet -> {
                                    if (shouldRun.accepts(changeSet).isAccepted()) {
                                        pending.add(changeSet);
                                    }
                                },
                                ChangeSetVisitor.Direction.FORWARD),
                        opened.environment());
        return pending;
    }

    Plan forward(Selection selection, boolean withSql, TrackedResources resources) throws LiquibaseException {
        List<String> warnings = opened.validate();
        ChangesetSql sql = new ChangesetSql(opened.database());
        List<PendingChangeset> pending = new ArrayList<>();
        boolean settled = !asksAnything(opened.log().getPreconditions());
        for (ChangeSet changeSet : pending(opened, selection)) {
            sql.refuseUnrunnable(changeSet);
            settled &= !changeSet.shouldAlwaysRun();
            pending.add(new PendingChangeset(
                    ChangesetSql.id(changeSet),
                    why(changeSet),
                    changeSet.isRunInTransaction(),
                    withSql ? sql.forward(changeSet) : List.of(),
                    ChangesetSql.notes(changeSet)));
        }
        List<ChangesetId> unknown = unknown();
        int applied = opened.ran().size() - unknown.size();
        return new Plan(applied, pending, unknown, warnings, settled && !resources.readOutside());
    }

    /** Says whether there is a precondition at all: each included file adds a container, mostly an empty one. */
    private static boolean asksAnything(Precondition precondition) {
        return !(precondition instanceof PreconditionLogic logic)
                || logic.getNestedPreconditions().stream().anyMatch(Planner::asksAnything);
    }

    private String why(ChangeSet changeSet) throws LiquibaseException {
        if (opened.database().getRanChangeSet(changeSet) == null) {
            return "new";
        }
        return changeSet.shouldAlwaysRun() ? "always" : "changed";
    }

    /** Says that the database is ahead of the changelog, as after a rollback of the application; empty when it is not. */
    Optional<String> ahead() throws LiquibaseException {
        List<ChangesetId> unknown = unknown();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("the database is ahead of this changelog by " + unknown.size() + ", the newest "
                        + unknown.get(unknown.size() - 1));
    }

    /** Returns what the history has and the changelog does not, by its files, ids and authors. */
    List<ChangesetId> unknown() throws LiquibaseException {
        Set<String> known = new HashSet<>();
        for (ChangeSet changeSet : opened.log().getChangeSets()) {
            known.add(key(changeSet.getFilePath(), changeSet.getId(), changeSet.getAuthor()));
        }
        List<ChangesetId> unknown = new ArrayList<>();
        for (RanChangeSet ran : opened.ran()) {
            if (!known.contains(key(ran.getChangeLog(), ran.getId(), ran.getAuthor())) && !isTag(ran)) {
                unknown.add(new ChangesetId(ran.getChangeLog(), ran.getId(), ran.getAuthor()));
            }
        }
        return unknown;
    }

    // `tag` on an empty history writes a row of its own.
    static boolean isTag(RanChangeSet ran) {
        return "liquibase-internal".equals(ran.getChangeLog());
    }

    private static String key(String file, String id, String author) {
        return DatabaseChangeLog.normalizePath(file) + "::" + id + "::" + author;
    }

    /** Visits changesets with a function. */
    record Visiting(Each each, Direction direction) implements ChangeSetVisitor {
        @Override
        public Direction getDirection() {
            return direction;
        }

        @Override
        public void visit(
                ChangeSet changeSet, DatabaseChangeLog log, Database database, Set<ChangeSetFilterResult> filterResults)
                throws LiquibaseException {
            each.take(changeSet);
        }
    }

    /** Takes one changeset. */
    @FunctionalInterface
    interface Each {
        void take(ChangeSet changeSet) throws LiquibaseException;
    }
}
