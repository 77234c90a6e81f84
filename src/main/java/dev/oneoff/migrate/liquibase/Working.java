package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.Progressed;
import dev.oneoff.migrate.Selection;
import dev.oneoff.migrate.Step;
import dev.oneoff.run.RunContext;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.changelog.ChangeLogIterator;
import liquibase.exception.LiquibaseException;
import org.jspecify.annotations.Nullable;

/** Runs changesets forward or backward, and says exactly where it stopped when one fails. */
final class Working {

    private static final String BY_HAND =
            " by hand what was done. The next run names it and stops at this changeset (20),"
                    + " so that nothing is done twice; the one after that starts it over.";

    private final RunContext run;
    private final Opened opened;
    private final Recorder recorder;

    Working(RunContext run, Opened opened, Recorder recorder) {
        this.run = run;
        this.opened = opened;
        this.recorder = recorder;
    }

    Progressed forward(Selection selection) throws LiquibaseException {
        ChangeLogIterator iterator = opened.forward(selection);
        AtomicVisitor visitor = new AtomicVisitor(run, opened, recorder);
        return go(
                () -> iterator.run(visitor, opened.environment()), new Again(true, Optional.empty(), recorder.steps()));
    }

    Progressed backward(Selection back, ChangeLogIterator iterator) {
        return go(
                () -> iterator.run(new BackwardVisitor(run, opened, recorder), opened.environment()),
                new Again(false, back.count(), recorder.steps()));
    }

    private Progressed go(Running work, Again again) {
        try {
            work.run();
            return progressed(Optional.empty());
        } catch (LiquibaseException e) {
            return progressed(Optional.of(failed(e, again)));
        }
    }

    private Progressed progressed(Optional<Failure> failure) {
        return new Progressed(recorder.steps(), failure, Optional.empty(), recorder.warnings(), !recorder.unsettled());
    }

    private Failure failed(LiquibaseException error, Again again) {
        run.cancellation().unwatch();
        Optional<Attempt> underWay = recorder.underWay();
        run.session().rollBack();
        Optional<Failure> stopped =
                run.cancellation().failure().map(stop -> stop.hinting(again.sentence(": it goes on from there")));
        Optional<OneoffException> ours = EngineErrors.find(error, OneoffException.class);
        if (underWay.isEmpty()) {
            return stopped.orElseGet(() -> ours.orElseGet(
                            () -> EngineErrors.translate(error, run.session().errors()))
                    .failure());
        }
        Attempt attempt = underWay.get();
        Aftermath heard = opened.connection().watched().aftermath();
        Aftermath aftermath = again.forward() ? heard : heard.ofRollback();
        Failure failure = stopped.map(stop -> new Failure(
                        stop.kind(),
                        stop.title() + " " + aftermath.whenStopped(),
                        attempt.noted() && !aftermath.isNothing() ? "First undo" + BY_HAND : stop.hint()))
                .or(() -> ours.map(OneoffException::failure))
                .orElseGet(() -> describe(attempt, aftermath, error, again));
        if (run.session().alive()) {
            // Outside a transaction a role that was taken stays; it may not be allowed to write down the end.
            ServerDatabase.reset(run.session(), opened.database());
            boolean known = stopped.isEmpty() || aftermath.isNothing();
            recorder.steps()
                    .add(known ? attempt.end(Step.State.FAILED, 0, reason(error)) : attempt.leave(reason(error)));
        }
        return failure;
    }

    private Failure describe(Attempt attempt, Aftermath aftermath, LiquibaseException error, Again again) {
        Optional<SQLException> sql = EngineErrors.sqlError(error);
        Optional<FailureKind> kind = sql.flatMap(run.session().dialect()::kindOf);
        if (kind.filter(k -> k == FailureKind.UNREACHABLE).isPresent()) {
            if (!run.session().alive()) {
                return lost(attempt, aftermath, sql.orElseThrow(), again);
            }
            // A state of class 08 that a statement raised itself, as a foreign data wrapper may.
            kind = Optional.empty();
        }
        String what = (aftermath.back() ? "The rollback of changeset " : "Changeset ") + attempt.id() + " failed";
        Failure failure = aftermath.kept().isEmpty()
                ? new Failure(
                        kind.orElse(FailureKind.STEP_FAILED),
                        what + ending(aftermath) + ": " + reason(error),
                        aftermath.back()
                                ? "Mend its way back, then " + again.from(": what was taken back before stays so") + "."
                                : "Mend it, then " + again.from(": earlier changesets stay, it goes on with this one")
                                        + ".")
                : new Failure(
                        kind.orElse(FailureKind.STEP_FAILED),
                        what + ": " + reason(error) + ". " + aftermath.still(),
                        (aftermath.back()
                                        ? "The history still has the changeset. Put back by hand what was taken back of it,"
                                                + " mend its way back, then "
                                        : "Undo by hand what is still there, mend the changeset, then ")
                                + again.from("") + ".");
        FailurePlace place = new FailurePlace(
                attempt.id(),
                opened.connection().watched().running(),
                sql.map(run.session().dialect()::errorPosition).orElse(OptionalInt.empty()));
        Failure placed = place.addTo(failure);
        @Nullable String sqlState = sql.map(SQLException::getSQLState).orElse(null);
        return sqlState == null ? placed : placed.with("sqlState", sqlState);
    }

    private Failure lost(Attempt attempt, Aftermath aftermath, SQLException error, Again again) {
        Failure lost =
                run.session().errors().translate(error, "running a changeset").failure();
        return new Failure(
                lost.kind(),
                "The connection was lost in " + attempt.id() + ". " + aftermath.whenLost() + " " + lost.title(),
                attempt.noted()
                        ? "When the database is back, undo" + BY_HAND
                        : "When the database is back, " + again.from(": it goes on from there") + ".");
    }

    private static String ending(Aftermath aftermath) {
        if (aftermath.alone()) {
            return " outside a transaction, with no statement of it done";
        }
        return aftermath.back() ? " and the changeset is still applied" : " and was rolled back";
    }

    private String reason(LiquibaseException error) {
        return EngineErrors.precondition(error)
                .map(text -> "a precondition does not hold: " + text)
                .or(() -> EngineErrors.sqlError(error).map(run.session().errors()::text))
                .orElseGet(() -> run.session().errors().scrub(EngineErrors.message(EngineErrors.root(error))));
    }

    /** Something Liquibase does. */
    @FunctionalInterface
    private interface Running {
        void run() throws LiquibaseException;
    }
}
