package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.PendingChangeset;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.visitor.ChangeSetVisitor;
import liquibase.exception.LiquibaseException;

/** What a rollback takes back. */
final class Backward {

    private final Opened opened;

    Backward(Opened opened) {
        this.opened = opened;
    }

    /** Returns an iterator over the changesets to take back; newest first when it is run backward. */
    ChangeLogIterator iterator(Selection back) throws LiquibaseException {
        // By the history alone: what a context or label would leave out now was applied all the same.
        return new ChangeLogIterator(
                chosen(back), opened.log(), List.<ChangeSetFilter>of(new DbmsChangeSetFilter(opened.database())));
    }

    /** Returns the rows of the history that go, oldest first: the newest ones, or all after the tag. */
    private List<RanChangeSet> chosen(Selection back) throws LiquibaseException {
        List<RanChangeSet> ran = new ArrayList<>(opened.ran());
        ran.removeIf(Planner::isTag);
        int from = back.toTag().isPresent()
                ? ran.stream()
                                .map(RanChangeSet::getTag)
                                .toList()
                                .lastIndexOf(back.toTag().get())
                        + 1
                : Math.max(0, ran.size() - back.count().orElseThrow());
        // A copy: the history shrinks while they go.
        return List.copyOf(ran.subList(from, ran.size()));
    }

    /** Lists what goes, newest first; refuses when one of them cannot go or the changelog does not know one. */
    Plan plan(Selection back) throws LiquibaseException {
        requireTag(back);
        requireKnown(chosen(back));
        List<ChangeSet> going = new ArrayList<>();
        iterator(back).run(new Planner.Visiting(going::add, ChangeSetVisitor.Direction.REVERSE), opened.environment());
        ChangesetSql sql = new ChangesetSql(opened.database());
        List<PendingChangeset> plan = new ArrayList<>();
        for (ChangeSet changeSet : going) {
            sql.refuseUnrunnableRollback(changeSet);
            plan.add(new PendingChangeset(
                    ChangesetSql.id(changeSet),
                    "rollback",
                    changeSet.isRunInTransaction(),
                    sql.back(changeSet),
                    List.of()));
        }
        return new Plan(opened.ran().size(), plan, List.of(), List.of(), false);
    }

    /** Refuses a plan that takes back anything else than the one somebody looked at. */
    static void requireShown(Plan shown, Plan found) {
        String more = without(found, shown);
        String fewer = without(shown, found);
        if (more.isEmpty() && fewer.isEmpty()) {
            return;
        }
        String joint = more.isEmpty() || fewer.isEmpty() ? "" : "; ";
        throw new OneoffException(
                FailureKind.REFUSED,
                "What this rollback takes back has changed since it was shown: "
                        + (more.isEmpty() ? "" : "now also " + more) + joint
                        + (fewer.isEmpty() ? "" : "no longer " + fewer) + ".",
                "Nothing was changed. Look again, with --dry-run, then say it again.");
    }

    private static String without(Plan plan, Plan other) {
        List<ChangesetId> ids = new ArrayList<>(ids(plan));
        ids.removeAll(ids(other));
        return ids.stream().map(ChangesetId::toString).collect(Collectors.joining(", "));
    }

    private static List<ChangesetId> ids(Plan plan) {
        return plan.pending().stream().map(PendingChangeset::id).toList();
    }

    private void requireTag(Selection back) throws LiquibaseException {
        if (back.toTag().isEmpty()) {
            return;
        }
        String tag = back.toTag().get();
        List<String> tags = opened.ran().stream()
                .map(RanChangeSet::getTag)
                .filter(name -> name != null)
                .distinct()
                .toList();
        if (!tags.contains(tag)) {
            throw Tags.unknown(tag, tags);
        }
    }

    /** A changeset that only the database knows cannot be taken back, and older ones must not go before it. */
    private void requireKnown(List<RanChangeSet> going) throws LiquibaseException {
        List<ChangesetId> unknown = new Planner(opened).unknown();
        for (RanChangeSet row : going) {
            ChangesetId id = new ChangesetId(row.getChangeLog(), row.getId(), row.getAuthor());
            if (unknown.contains(id)) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        "The database has " + id
                                + ", which this changelog does not know: it cannot be taken back from here.",
                        "Run the rollback from the release that brought it.");
            }
        }
    }
}
