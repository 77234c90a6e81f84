package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Unfinished;
import dev.oneoff.run.RunContext;
import java.util.Map;
import java.util.OptionalInt;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a killed run did of a changeset where DDL commits by itself. Running it again would do the part that was committed
 * twice, so the next run says what that is and stops, once; where nothing was committed it just goes on.
 */
final class CutOff {

    private final RunContext run;
    private @Nullable Map<String, Unfinished> unfinished;

    CutOff(RunContext run) {
        this.run = run;
    }

    /**
     * Lets a changeset begin, or not.
     *
     * @throws OneoffException STEP_FAILED when an earlier run was cut off in it and had committed, or was about to
     */
    void check(ChangeSet changeSet) {
        if (run.session().dialect().transactionalDdl()) {
            return;
        }
        if (unfinished == null) {
            unfinished = run.ledger().unfinished();
        }
        String step = ChangesetSql.id(changeSet).toString();
        Unfinished earlier = unfinished.remove(step);
        if (earlier == null) {
            return;
        }
        if (earlier.detail().isEmpty()) {
            run.ledger().closeUnfinished(step);
            return;
        }
        // To stay, whatever becomes of this run.
        run.session().rollBack();
        run.ledger().closeUnfinished(step);
        boolean back = earlier.command().equals("rollback");
        String what = back ? "The rollback of changeset " : "Changeset ";
        Failure failure = new Failure(
                FailureKind.STEP_FAILED,
                what + step + " was cut off in run " + earlier.run() + ", and "
                        + run.session().dialect().product() + " commits on the way. "
                        + earlier.detail().get(),
                "Undo by hand what was done, then "
                        + (back
                                ? "run rollback again (--dry-run shows what is next)."
                                : "run the same command again: it starts this changeset over."));
        throw new OneoffException(
                new FailurePlace(ChangesetSql.id(changeSet), null, OptionalInt.empty()).addTo(failure));
    }
}
