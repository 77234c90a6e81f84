package dev.oneoff.pace;

import java.time.Instant;

/**
 * A time for which a signal asks the same.
 *
 * @param number from 1 within a run
 * @param name the signal's
 * @param reason as it was when it began
 */
public record Spell(int number, String name, Advice advice, String reason, Instant began) {}
