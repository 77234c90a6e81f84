package dev.oneoff.datafix.engine;

import java.time.Duration;
import java.time.Instant;

/** Who goes on when all parts of a step are done: one process leads, the others wait for what it finds. */
record Turns(Going going, Hands hands) {

    private static final Duration POLL = Duration.ofMillis(200);
    // Whoever leads and is at work is waited for as long as that takes, whoever is frozen no longer than this. To lead
    // twice does no harm: what counts is in the ledger.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What to do now. */
    enum Turn {
        /** See whether anything is left. */
        LEAD,
        /** Walk: there are parts again. */
        WALK,
        /** Go on with the next step: others have begun it. */
        NEXT,
        /** The fix is not running any more. */
        OVER
    }

    Turn after(Parts parts) {
        Instant begin = going.now();
        while (!hands.lead().getAsBoolean()) {
            going.check();
            if (!parts.running()) {
                return Turn.OVER;
            }
            if (!parts.done()) {
                return Turn.WALK;
            }
            if (!parts.of(parts.step() + 1).all().isEmpty()) {
                return Turn.NEXT;
            }
            if (Duration.between(begin, going.now()).compareTo(PATIENCE) > 0) {
                if (!hands.led().getAsBoolean()) {
                    return Turn.LEAD;
                }
                begin = going.now();
            }
            going.pause(POLL);
        }
        return parts.running() ? Turn.LEAD : Turn.OVER;
    }
}
