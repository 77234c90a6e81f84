package dev.oneoff.datafix.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before something is tried again that others were in the way of. */
public final class Rest {

    private static final long SHORTEST_MILLIS = 50;

    private Rest() {}

    /**
     * Returns a time that doubles with every try; half of it is chance, or two that deadlocked would meet again.
     *
     * @param tries how many there were, from 1
     */
    public static Duration after(int tries, RandomGenerator random) {
        long whole = SHORTEST_MILLIS << tries;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
