package dev.oneoff.ledger;

import java.util.Optional;

/**
 * A step that began and never ended: its process was killed, or still runs.
 *
 * @param name the step
 * @param run the run it began in
 * @param command of that run
 * @param detail what was noted on the way
 */
public record Unfinished(String name, String run, String command, Optional<String> detail) {}
