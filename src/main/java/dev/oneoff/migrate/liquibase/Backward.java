package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.PendingChangeset;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import java.util.ArrayList;
import java.util.List;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.AlreadyRanChangeSetFilter;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.CountChangeSetFilter;
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
        List<RanChangeSet> ran = opened.ran();
        List<ChangeSetFilter> filters = new ArrayList<>();
        filters.add(new AlreadyRanChangeSetFilter(ran));
        filters.addAll(opened.belonging());
        if (back.toTag().isPresent()) {
            filters.add(after(back.toTag().get(), ran));
        } else {
            filters.add(new CountChangeSetFilter(back.count().orElseThrow()));
        }
        return new ChangeLogIterator(ran, opened.log(), filters.toArray(new ChangeSetFilter[0]));
    }

    /** What came after the newest row with the tag. Liquibase's own filter takes the changeset that set the tag, too. */
    private static ChangeSetFilter after(String tag, List<RanChangeSet> ran) {
        int tagged = ran.stream().map(RanChangeSet::getTag).toList().lastIndexOf(tag);
        // A copy: the history shrinks while they go.
        List<RanChangeSet> later = List.copyOf(ran.subList(tagged + 1, ran.size()));
        return changeSet -> new ChangeSetFilterResult(
                later.stream().anyMatch(row -> row.isSameAs(changeSet)), "after the tag " + tag, ChangeSetFilter.class);
    }

    /** Lists what goes, newest first; refuses when one of them cannot go or the changelog does not know one. */
    Plan plan(Selection back) throws LiquibaseException {
        requireTag(back);
        List<ChangeSet> going = new ArrayList<>();
        iterator(back).run(new Planner.Visiting(going::add, ChangeSetVisitor.Direction.REVERSE), opened.environment());
        requireKnown(going.size());
        ChangesetSql sql = new ChangesetSql(opened.database());
        List<PendingChangeset> plan = new ArrayList<>();
        for (ChangeSet changeSet : going) {
            plan.add(new PendingChangeset(
                    ChangesetSql.id(changeSet),
                    "rollback",
                    changeSet.isRunInTransaction(),
                    sql.back(changeSet),
                    List.of()));
        }
        return new Plan(opened.ran().size(), plan, List.of(), List.of(), false);
    }

    private void requireTag(Selection back) throws LiquibaseException {
        if (back.toTag().isEmpty()) {
            return;
        }
        String tag = back.toTag().get();
        List<String> tags = opened.ran().stream()
                .map(RanChangeSet::getTag)
                .filter(name -> name != null)
                .toList();
        if (!tags.contains(tag)) {
            throw Tags.unknown(tag, tags);
        }
    }

    /** A changeset that only the database knows cannot be taken back, and older ones must not go before it. */
    private void requireKnown(int going) throws LiquibaseException {
        List<ChangesetId> unknown = new Planner(opened).unknown();
        List<RanChangeSet> ran = opened.ran();
        List<RanChangeSet> newest = ran.subList(Math.max(0, ran.size() - going), ran.size());
        for (RanChangeSet row : newest) {
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
