package dev.oneoff.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that begins with the system's and runs many times as fast. */
public final class FastClock extends Clock {

    private final Instant begin = Instant.now();
    private final int times;

    /**
     * Makes one.
     *
     * @param times how many times as fast
     */
    public FastClock(int times) {
        this.times = times;
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.between(begin, Instant.now()).multipliedBy(times));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it is in UTC");
    }
}
