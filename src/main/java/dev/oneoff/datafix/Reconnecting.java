package dev.oneoff.datafix;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Goes on with a run whose connection was lost, on another one. Nobody knows whether a COMMIT that was on its way was done;
 * the cursor that was committed with it tells.
 *
 * @param open opens another session
 */
record Reconnecting(Supplier<Session> open, Surroundings surroundings) {

    private static final int TRIES = 5;
    // A connection that held so long was no try that failed.
    private static final Duration HELD = Duration.ofMinutes(1);
    private static final Duration REST = Duration.ofMillis(500);

    /** Runs it; its failure is that of the last connection. */
    <T> Outcome<T> run(RunContext run, Function<RunContext, Outcome<T>> work) {
        return tried(run, work, 1);
    }

    private <T> Outcome<T> tried(RunContext run, Function<RunContext, Outcome<T>> work, int number) {
        Instant begin = run.clock().instant();
        try {
            Outcome<T> outcome = work.apply(run);
            return outcome.failure()
                            .filter(failure -> isLost(run, failure, number))
                            .isPresent()
                    ? again(run, work, next(run, begin, number))
                    : outcome;
        } catch (OneoffException e) {
            if (!isLost(run, e.failure(), number)) {
                throw e;
            }
            return again(run, work, next(run, begin, number));
        }
    }

    private static boolean isLost(RunContext run, Failure failure, int number) {
        return failure.kind() == FailureKind.UNREACHABLE
                && number < TRIES
                && run.cancellation().failure().isEmpty();
    }

    private static int next(RunContext run, Instant begin, int number) {
        return Duration.between(begin, run.clock().instant()).compareTo(HELD) > 0 ? 1 : number + 1;
    }

    private <T> Outcome<T> again(RunContext run, Function<RunContext, Outcome<T>> work, int number) {
        run.journal().warn("the connection was lost: connecting again; what was committed stays");
        surroundings.pause().of(REST.plusMillis(surroundings.random().nextLong(REST.toMillis())));
        try (Session session = open.get()) {
            run.cancellation().watch(session);
            RunContext other = new RunContext(
                    run.id(),
                    session,
                    new Ledger(session, run.clock()),
                    run.journal(),
                    run.cancellation(),
                    run.clock());
            return tried(other, work, number);
        } catch (OneoffException e) {
            throw e.kind() == FailureKind.REFUSED ? stopped(e) : e;
        }
    }

    /** Nothing is changed any more: another run has ended the fix, or it was paused. But this one was at work. */
    private static OneoffException stopped(OneoffException refused) {
        Failure failure = refused.failure();
        return new OneoffException(new Failure(FailureKind.STOPPED, failure.title(), failure.hint()), refused);
    }
}
