package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.Progressed;
import dev.oneoff.run.Cancellation;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Tags the newest row of the history, as plain Liquibase does, but never over another tag: a row has room for one, and a
 * rollback to the older one would find nothing any more.
 */
final class Tagging {

    private static final String APPLIED = "What was applied stays. ";

    private final Opened opened;
    private final String tag;

    Tagging(Opened opened, String tag) {
        this.opened = opened;
        this.tag = tag;
    }

    /** Refuses before anything is applied, as far as the row that will be the newest can be told. */
    void refuseIfTaken(List<ChangeSet> pending) throws LiquibaseException {
        if (pending.isEmpty()) {
            refuse(newest());
            return;
        }
        ChangeSet last = pending.get(pending.size() - 1);
        RanChangeSet before = opened.database().getRanChangeSet(last);
        Optional<String> own = Tags.of(last).reduce((a, b) -> b);
        refuse(own.or(() -> Optional.ofNullable(before).map(RanChangeSet::getTag))
                .map(name -> new Tagged(ChangesetSql.id(last), name)));
    }

    private void refuse(Optional<Tagged> taken) {
        taken.filter(this::isOther).ifPresent(other -> {
            throw new OneoffException(failure(other, "Nothing was changed. "));
        });
    }

    /** Sets the tag, where the newest row does not have it yet, and adds to what was done what came of it. */
    Progressed set(Progressed done, Cancellation cancellation) {
        try {
            // Read anew: what Liquibase remembers of the rows it has just written has no tags.
            opened.history().reset();
            Optional<Tagged> taken = newest();
            if (taken.isEmpty()) {
                opened.history().tag(tag);
                return done.tagging(tag);
            }
            return taken.filter(this::isOther)
                    .map(other -> done.failing(failure(other, APPLIED)))
                    .orElse(done);
        } catch (LiquibaseException e) {
            // Thrown on, it would take with it what was applied.
            Failure why = cancellation
                    .failure()
                    .orElseGet(() -> EngineErrors.translate(e, opened.errors()).failure());
            return done.failing(new Failure(
                    why.kind(), "The tag " + tag + " was not set: " + why.title(), APPLIED + why.hint(), why.facts()));
        }
    }

    private Optional<Tagged> newest() throws LiquibaseException {
        List<RanChangeSet> ran = opened.ran();
        if (ran.isEmpty()) {
            return Optional.empty();
        }
        RanChangeSet newest = ran.get(ran.size() - 1);
        ChangesetId id = new ChangesetId(newest.getChangeLog(), newest.getId(), newest.getAuthor());
        return Optional.ofNullable(newest.getTag()).map(name -> new Tagged(id, name));
    }

    private boolean isOther(Tagged taken) {
        return !taken.tag().equals(tag);
    }

    private Failure failure(Tagged other, String state) {
        return new Failure(
                FailureKind.REFUSED,
                "The tag " + tag + " cannot be set: " + other.id() + ", which it would be set on, has the tag "
                        + other.tag() + ", and there is room for one.",
                state + "Go on with " + other.tag() + ", or set " + tag + " with the next changeset.");
    }

    /** A changeset and its tag. */
    private record Tagged(ChangesetId id, String tag) {}
}
