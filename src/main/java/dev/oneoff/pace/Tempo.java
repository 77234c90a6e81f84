package dev.oneoff.pace;

import java.time.Duration;

/** How much of a server a run takes for itself, when no signal says otherwise. */
public enum Tempo {
    /** A third of the batches' usual time, and rests three times as long as the work. */
    GENTLE(100, 3),
    /** Rests a quarter as long as the work. */
    STEADY(300, 0.25),
    /** No rests. */
    FULL(300, 0);

    private final int targetMillis;
    private final double rest;

    Tempo(int targetMillis, double rest) {
        this.targetMillis = targetMillis;
        this.rest = rest;
    }

    Rhythm rhythm() {
        return new Rhythm(Duration.ofMillis(targetMillis), rest);
    }
}
