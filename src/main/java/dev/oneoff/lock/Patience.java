package dev.oneoff.lock;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tries again until it works or the wait is over.
 *
 * @param clock tells how long it has been
 * @param pause lets time pass between two tries
 */
public record Patience(Clock clock, Pause pause) {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /**
     * Calls the attempt at once, then at growing distances of 50 ms to 1 s, until it answers or the limit has passed.
     *
     * @param attempt answers empty to be called again
     * @param waiting is told before each pause how long it has been waiting already
     * @return what the attempt answered, or empty when the wait is over
     */
    public <T> Optional<T> until(Duration limit, Supplier<Optional<T>> attempt, Consumer<Duration> waiting) {
        Instant begin = clock.instant();
        Duration distance = SHORTEST;
        while (true) {
            Optional<T> answer = attempt.get();
            Duration waited = Duration.between(begin, clock.instant());
            if (answer.isPresent() || waited.compareTo(limit) >= 0) {
                return answer;
            }
            waiting.accept(waited);
            Duration left = limit.minus(waited);
            if (Thread.currentThread().isInterrupted()) {
                throw new OneoffException(
                        FailureKind.INTERRUPTED, "Interrupted while waiting.", "Run the same command again.");
            }
            pause.of(left.compareTo(distance) < 0 ? left : distance);
            distance = distance.multipliedBy(2).compareTo(LONGEST) < 0 ? distance.multipliedBy(2) : LONGEST;
        }
    }
}
