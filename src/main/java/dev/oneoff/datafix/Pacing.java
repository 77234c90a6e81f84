package dev.oneoff.datafix;

import dev.oneoff.pace.Tempo;
import java.util.Optional;

/**
 * How fast the operator wants it.
 *
 * @param tempo how much rest there is when nobody suffers
 * @param vacuum whether to vacuum the changed tables between batches
 * @param throttle a SELECT that says when to wait; empty for the project's
 */
public record Pacing(Tempo tempo, boolean vacuum, Optional<String> throttle) {

    /** As it is when nothing is said. */
    public static final Pacing STANDARD = new Pacing(Tempo.STEADY, false, Optional.empty());
}
