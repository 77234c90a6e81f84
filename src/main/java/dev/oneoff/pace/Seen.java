package dev.oneoff.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a signal.
 *
 * @param last what it said when it could be read the last time; empty before the first
 * @param at when that was; before the first time, when its watch began
 * @param trouble why it cannot be read; empty when nothing is known of that
 */
record Seen(String name, boolean required, Optional<Reading> last, Instant at, Optional<String> trouble) {

    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Returns what counts now. */
    Reading counts(Instant now) {
        boolean stale = Duration.between(at, now).compareTo(PATIENCE) >= 0;
        if (stale && required) {
            return Reading.unread(name + " cannot be read for " + PATIENCE.toSeconds() + " s" + why()
                    + "; it goes on when that can be read again");
        }
        if (stale && trouble.isPresent()) {
            return Reading.note(name + " cannot be read and is left out" + why());
        }
        // What somebody has asked for is known before the first batch.
        return last.orElse(required ? new Reading(Advice.WAIT, true, "") : Reading.QUIET);
    }

    private String why() {
        return trouble.map(text -> ": " + text).orElse(": no answer");
    }
}
