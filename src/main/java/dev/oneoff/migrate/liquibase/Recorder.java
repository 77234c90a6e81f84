package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.Step;
import dev.oneoff.run.RunContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.ChangeSet.RunStatus;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.core.PreconditionContainer.ErrorOption;
import liquibase.precondition.core.PreconditionContainer.FailOption;

/**
 * Hears from Liquibase where it is, holds its commits back from a changeset's first statement to its history row, and
 * writes the step's row into the same transaction.
 */
final class Recorder extends AbstractChangeExecListener {

    private final RunContext run;
    private final DeferringConnection connection;
    private final CutOff cutOff;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Step> uncommitted = Optional.empty();
    private String reason = "";
    private boolean unsettled;
    private boolean asking;
    private boolean back;

    Recorder(RunContext run, DeferringConnection connection) {
        this.run = run;
        this.connection = connection;
        this.cutOff = new CutOff(run);
    }

    /** Returns what knows how earlier runs were cut off. */
    CutOff cutOff() {
        return cutOff;
    }

    List<Step> steps() {
        return steps;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Says whether something was left unrecorded on purpose, so that the next run must look again. */
    boolean unsettled() {
        return unsettled;
    }

    @Override
    public void willRun(ChangeSet changeSet, DatabaseChangeLog log, Database database, RunStatus status) {
        begin(changeSet);
        asking = true;
        back = false;
        unsettled |= changeSet.shouldAlwaysRun();
    }

    @Override
    public void willRun(Change change, ChangeSet changeSet, DatabaseChangeLog log, Database database) {
        if (asking) {
            // What the preconditions asked is not the changeset's doing.
            connection.watched().listen();
            asking = false;
        }
        note(changeSet);
    }

    @Override
    public void ran(Change change, ChangeSet changeSet, DatabaseChangeLog log, Database database) {
        // A rollback says this of its changes before any of their statements has run.
        if (!back) {
            connection.watched().tellNobody();
        }
    }

    @Override
    public void willRollback(ChangeSet changeSet, DatabaseChangeLog log, Database database) {
        begin(changeSet);
        asking = false;
        back = true;
        note(changeSet);
    }

    /** From here on it is written down how far the changeset came, where a rollback would not undo it. */
    private void note(ChangeSet changeSet) {
        Attempt begun = attempt.orElseThrow();
        boolean apart =
                !changeSet.isRunInTransaction() && run.session().dialect().transactionalDdl();
        connection.watched().tell((before, next) -> {
            try {
                begun.committing(before, next);
            } catch (OneoffException e) {
                // The changeset may have taken a role that must not write here: what was noted before stands.
                if (!apart) {
                    throw e;
                }
            }
        });
    }

    private void begin(ChangeSet changeSet) {
        Attempt begun = new Attempt(run, steps.size() + 1, ChangesetSql.id(changeSet));
        attempt = Optional.of(begun);
        reason = "";
        cutOff.warning(changeSet).ifPresent(warning -> {
            warnings.add(warning);
            run.journal().warn(warning);
        });
        boolean undone =
                changeSet.isRunInTransaction() && run.session().dialect().transactionalDdl();
        if (!undone) {
            begun.announce();
            commit();
        }
        connection.watched().tellNobody();
        connection.watched().listen();
        if (changeSet.isRunInTransaction()) {
            connection.defer();
        }
    }

    @Override
    public void preconditionFailed(PreconditionFailedException error, FailOption onFail) {
        if (onFail == FailOption.CONTINUE || onFail == FailOption.WARN) {
            passOver(EngineErrors.precondition(error), onFail == FailOption.CONTINUE);
        }
    }

    @Override
    public void preconditionErrored(PreconditionErrorException error, ErrorOption onError) {
        if (onError == ErrorOption.CONTINUE || onError == ErrorOption.WARN) {
            passOver(EngineErrors.precondition(error), onError == ErrorOption.CONTINUE);
        }
    }

    private void passOver(Optional<String> said, boolean skipped) {
        unsettled = true;
        Attempt current = attempt.orElseThrow();
        String why = said.orElse("a precondition does not hold");
        reason = skipped ? why : "";
        warnings.add(current.id() + ": " + why);
        run.journal().warn((skipped ? "skipped " : "running although ") + current.id() + ": " + why);
    }

    @Override
    public void ran(ChangeSet changeSet, DatabaseChangeLog log, Database database, ExecType type) {
        connection.watched().rest();
        Step.State state = switch (type) {
            case MARK_RAN -> Step.State.MARKED;
            case FAILED -> Step.State.IGNORED;
            case SKIPPED -> Step.State.SKIPPED;
            case EXECUTED, RERAN -> Step.State.APPLIED;
        };
        unsettled |= state == Step.State.IGNORED || state == Step.State.SKIPPED;
        end(
                database,
                state,
                state == Step.State.IGNORED ? EngineErrors.oneLine(String.valueOf(changeSet.getErrorMsg())) : "");
    }

    @Override
    public void rolledBack(ChangeSet changeSet, DatabaseChangeLog log, Database database) {
        connection.watched().rest();
        end(database, Step.State.ROLLED_BACK, "");
    }

    private void end(Database database, Step.State state, String detail) {
        ServerDatabase.reset(run.session(), database);
        uncommitted = Optional.of(
                attempt.orElseThrow().end(state, connection.watched().rows(), detail));
        connection.settle();
    }

    /**
     * Hears that a changeset ran, and returns what writes that down: for whoever commits it together with the history row.
     * {@link #committed} comes after.
     */
    Sql ranTogether() {
        connection.watched().rest();
        Attempt.Ending ending = attempt.orElseThrow()
                .ending(Step.State.APPLIED, connection.watched().rows(), "");
        uncommitted = Optional.of(ending.step());
        connection.settle();
        return ending.sql();
    }

    /** To be called after Liquibase's own commit, which was real: only now is it said. */
    void committed() {
        connection.watched().rest();
        connection.settle();
        uncommitted.ifPresentOrElse(this::say, () -> attempt.ifPresent(this::passedOver));
        uncommitted = Optional.empty();
        attempt = Optional.empty();
    }

    private void say(Step step) {
        steps.add(step);
        String rows = step.rows() > 0 ? ", " + step.rows() + (step.rows() == 1 ? " row" : " rows") : "";
        String line = step.state().label() + " " + step.id().brief() + " "
                + BigDecimal.valueOf(step.took().toMillis(), 3) + " s" + rows;
        if (step.state() == Step.State.IGNORED) {
            run.journal().warn("failed, ignored, will be tried again: " + step.id() + ": " + step.detail());
        } else {
            run.journal().say(line);
        }
    }

    // Liquibase tells nobody of one it passed over: it has no row and will be looked at again.
    private void passedOver(Attempt skipped) {
        unsettled = true;
        try {
            connection.rollback();
        } catch (DatabaseException e) {
            throw EngineErrors.translate(e, run.session().errors());
        }
        boolean said = !reason.isEmpty();
        String why = said ? reason : "none of its changes is for this database or system";
        Step step = skipped.end(Step.State.SKIPPED, 0, why);
        commit();
        steps.add(step);
        if (!said) {
            run.journal().say("skipped " + skipped.id() + ": " + why);
        }
    }

    /** Returns the try that was under way when the run stopped. */
    Optional<Attempt> underWay() {
        connection.watched().rest();
        connection.settle();
        return attempt;
    }

    private void commit() {
        try {
            connection.commit();
        } catch (DatabaseException e) {
            throw EngineErrors.translate(e, run.session().errors());
        }
    }
}
