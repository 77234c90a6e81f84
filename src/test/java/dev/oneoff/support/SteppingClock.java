package dev.oneoff.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. For one thread. */
public final class SteppingClock extends Clock {

    private static final Instant BEGIN = Instant.parse("2026-11-20T10:04:31Z");

    private Instant now = BEGIN;

    /** Moves it forward. */
    public void step(Duration distance) {
        now = now.plus(distance);
    }

    /** Returns how far it was moved. */
    public Duration passed() {
        return Duration.between(BEGIN, now);
    }

    @Override
    public Instant instant() {
        return now;
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
