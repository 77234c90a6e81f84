package dev.oneoff.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spell that begins, or is over.
 *
 * @param ended when; empty when it begins
 * @param standing what holds the run back most after it; empty when nothing does
 */
public record News(Spell spell, Optional<Instant> ended, Optional<Spell> standing) {

    /** Returns how long a spell was that is over; zero for one that begins. */
    public Duration lasted() {
        return ended.map(end -> Duration.between(spell.began(), end)).orElse(Duration.ZERO);
    }
}
