package dev.oneoff.run;

import dev.oneoff.failure.Failure;
import java.util.Optional;

/**
 * How work ended: what came of it, and a failure if it stopped before its end.
 *
 * @param value what was done, also when it stopped part-way
 * @param summary one sentence for the ledger and the last line
 * @param failure why it stopped; empty when it is done
 */
public record Outcome<T>(T value, String summary, Optional<Failure> failure) {

    /** Makes the outcome of work that is done. */
    public static <T> Outcome<T> done(T value, String summary) {
        return new Outcome<>(value, summary, Optional.empty());
    }

    /** Makes the outcome of work that stopped; what was done before it stays. */
    public static <T> Outcome<T> failed(T value, Failure failure) {
        return new Outcome<>(value, failure.title(), Optional.of(failure));
    }

    /** Returns the exit code: 0, or the failure's. */
    public int exitCode() {
        return failure.map(reason -> reason.kind().exitCode()).orElse(0);
    }
}
