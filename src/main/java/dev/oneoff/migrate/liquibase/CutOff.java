package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Unfinished;
import dev.oneoff.run.RunContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a killed run did of a changeset where statements commit on the way: outside a transaction, or where DDL does.
 * Running it again would do that part twice, so the next run says what it is and stops, once; where nothing was
 * committed, or only what may be repeated, it just goes on.
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
        String step = ChangesetSql.id(changeSet).toString();
        Unfinished earlier = unfinished().get(step);
        if (earlier == null || earlier.detail().isEmpty()) {
            return;
        }
        // To stay, whatever becomes of this run.
        run.session().rollBack();
        run.ledger().closeUnfinished(step);
        boolean back = earlier.command().equals("rollback");
        String what = back ? "The rollback of changeset " : "Changeset ";
        String why = run.session().dialect().transactionalDdl()
                ? "outside a transaction each statement commits by itself"
                : run.session().dialect().product() + " commits on the way";
        Failure failure = new Failure(
                FailureKind.STEP_FAILED,
                what + step + " was cut off in run " + earlier.run() + ", and " + why + ". "
                        + earlier.detail().get(),
                "Undo by hand what was done, then "
                        + (back
                                ? "run rollback again (--dry-run shows what is next)."
                                : "run the same command again: it starts this changeset over."));
        throw new OneoffException(
                new FailurePlace(ChangesetSql.id(changeSet), null, OptionalInt.empty()).addTo(failure));
    }

    /** Says, once it has begun anew, that an earlier try of it never ended; empty when none did, or none left a trace. */
    Optional<String> warning(ChangeSet changeSet) {
        String step = ChangesetSql.id(changeSet).toString();
        Unfinished earlier = unfinished().remove(step);
        if (earlier == null) {
            return Optional.empty();
        }
        run.ledger().closeUnfinished(step);
        return run.session().dialect().transactionalDdl()
                ? Optional.of(step + " began in run " + earlier.run()
                        + " and never ended; what it did outside a transaction may still be there. It is run again.")
                : Optional.empty();
    }

    private Map<String, Unfinished> unfinished() {
        if (unfinished == null) {
            unfinished = run.ledger().unfinished();
        }
        return unfinished;
    }
}
