package dev.oneoff.pace;

import java.time.Duration;

/**
 * Work and rest.
 *
 * @param target how long a batch should take: so long its locks are held
 * @param rest how long to rest after it, as a share of the time it took
 */
record Rhythm(Duration target, double rest) {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final double SLOWED = 2;

    Rhythm {
        if (target.isNegative() || target.isZero() || rest < 0) {
            throw new IllegalArgumentException("a batch takes time, a rest is not negative");
        }
    }

    /** Returns the rhythm while somebody suffers: half the time for locks, and rests twice as long as the work or more. */
    Rhythm slowed() {
        return new Rhythm(target.dividedBy(2), Math.max(SLOWED, rest * 2));
    }

    /** Returns the same work without rests: where nobody else can be connected. */
    Rhythm alone() {
        return new Rhythm(target, 0);
    }

    /** Returns how long to rest after work that took so long; 5 s at most. */
    Duration after(Duration took) {
        Duration rest = Duration.ofNanos((long) (Math.max(0, took.toNanos()) * this.rest));
        return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
    }
}
