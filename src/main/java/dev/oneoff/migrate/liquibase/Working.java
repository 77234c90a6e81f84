package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.Progressed;
import dev.oneoff.migrate.Selection;
import dev.oneoff.migrate.Step;
import dev.oneoff.run.RunContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import liquibase.changelog.ChangeLogIterator;
import liquibase.exception.LiquibaseException;
import org.jspecify.annotations.Nullable;

/** Runs changesets forward or backward, and says exactly where it stopped when one fails. */
final class Working {

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
        return go(() -> iterator.run(visitor, opened.environment()), "was rolled back");
    }

    Progressed backward(ChangeLogIterator iterator) {
        return go(
                () -> iterator.run(new BackwardVisitor(run, opened, recorder), opened.environment()),
                "is still applied");
    }

    private Progressed go(Running work, String state) {
        try {
            work.run();
            return progressed(Optional.empty());
        } catch (LiquibaseException e) {
            return progressed(Optional.of(failed(e, state)));
        }
    }

    private Progressed progressed(Optional<Failure> failure) {
        return new Progressed(recorder.steps(), failure, recorder.warnings(), !recorder.unsettled());
    }

    private Failure failed(LiquibaseException error, String state) {
        run.cancellation().unwatch();
        Optional<Attempt> underWay = recorder.underWay();
        run.session().rollBack();
        Optional<Failure> stopped = run.cancellation().failure();
        Optional<OneoffException> ours = EngineErrors.find(error, OneoffException.class);
        if (underWay.isEmpty()) {
            return stopped.orElseGet(
                    () -> ours.orElseGet(() -> EngineErrors.translate(error)).failure());
        }
        Attempt attempt = underWay.get();
        Failure failure = stopped.map(this::withKept)
                .or(() -> ours.map(OneoffException::failure))
                .orElseGet(() -> describe(attempt, error, state));
        if (run.session().alive()) {
            recorder.steps().add(attempt.end(Step.State.FAILED, 0, reason(error)));
        }
        return failure;
    }

    private Failure describe(Attempt attempt, LiquibaseException error, String state) {
        Optional<SQLException> sql = EngineErrors.sqlError(error);
        Optional<FailureKind> kind = sql.flatMap(run.session().dialect()::kindOf);
        if (kind.filter(k -> k == FailureKind.UNREACHABLE).isPresent()
                && run.session().alive()) {
            // A state of class 08 that a statement raised itself, as a foreign data wrapper may.
            kind = Optional.empty();
        }
        if (kind.filter(k -> k == FailureKind.UNREACHABLE).isPresent()) {
            Failure lost =
                    run.session().errors().translate(sql.orElseThrow(), "").failure();
            return new Failure(
                    lost.kind(),
                    "The connection was lost in " + attempt.id() + "; the server rolls back what was not committed. "
                            + lost.title(),
                    "Run migrate again when the database is back: it goes on from there.");
        }
        String running = opened.connection().watched().running();
        List<String> kept = opened.connection().watched().kept();
        String what = "Changeset " + attempt.id() + " failed";
        Failure failure = kept.isEmpty()
                ? new Failure(
                        kind.orElse(FailureKind.STEP_FAILED),
                        what + " and " + state + ": " + reason(error),
                        "Mend it, then run the same command again: earlier changesets stay, it goes on with this one.")
                : new Failure(
                        kind.orElse(FailureKind.STEP_FAILED),
                        what + ": " + reason(error) + ". Still there, because it was committed on the way: "
                                + EngineErrors.firstLines(kept) + ".",
                        "Undo by hand what is still there, mend the changeset, then run the same command again.");
        FailurePlace place = new FailurePlace(
                attempt.id(),
                running,
                sql.map(run.session().dialect()::errorPosition).orElse(OptionalInt.empty()));
        Failure placed = place.addTo(failure);
        @Nullable String sqlState = sql.map(SQLException::getSQLState).orElse(null);
        return sqlState == null ? placed : placed.with("sqlState", sqlState);
    }

    private Failure withKept(Failure stopped) {
        List<String> kept = opened.connection().watched().kept();
        String what = kept.isEmpty()
                ? " The step that was running was rolled back."
                : " Still there, because it was committed on the way: " + EngineErrors.firstLines(kept) + ".";
        return new Failure(stopped.kind(), stopped.title() + what, stopped.hint());
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
