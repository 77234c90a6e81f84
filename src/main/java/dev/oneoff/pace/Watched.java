package dev.oneoff.pace;

import java.time.Duration;

/**
 * A signal that is watched.
 *
 * @param name one for each, for people
 * @param required whether a run must not go on without knowing it, because somebody has asked for it
 * @param every how often it is read
 */
record Watched(String name, boolean required, Duration every, Signal signal) {}
