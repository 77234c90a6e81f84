package dev.oneoff.run;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.progress.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Says who is waited for: at once, then every ten seconds. */
public final class Waiting {

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Journal journal;
    private final Duration limit;
    private Duration next = Duration.ZERO;

    /** Makes the voice of one wait. */
    public Waiting(Journal journal, Duration limit) {
        this.journal = journal;
        this.limit = limit;
    }

    /** Says who holds the lock, if it is time to say it again. */
    public void say(Duration waited, Supplier<String> holder) {
        if (waited.compareTo(next) >= 0) {
            journal.say(
                    "waiting up to " + text(roundedUp(limit.minus(waited))) + " for the lock held by " + holder.get());
            next = waited.plus(AGAIN);
        }
    }

    private static Duration roundedUp(Duration left) {
        return Duration.ofSeconds(left.plusMillis(999).toSeconds());
    }

    /** Makes the failure of a wait that is over. */
    public OneoffException over(Optional<String> holder) {
        return new OneoffException(
                FailureKind.LOCKED,
                (limit.isZero() ? "The lock is held by " : "The lock is still held after " + text(limit) + " by ")
                        + holder.orElse("a session that cannot be seen") + ".",
                "Try again when that run has ended, or wait longer with --lock-wait 30m.");
    }

    /** Returns a duration as people write it, for example {@code 5m}, {@code 4m50s} or {@code 500ms}. */
    public static String text(Duration duration) {
        if (duration.toMillis() < 1000) {
            return Math.max(0, duration.toMillis()) + "ms";
        }
        String minutes = duration.toMinutes() == 0 ? "" : duration.toMinutes() + "m";
        return duration.toSecondsPart() == 0 ? minutes : minutes + duration.toSecondsPart() + "s";
    }
}
