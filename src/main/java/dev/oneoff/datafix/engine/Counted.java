package dev.oneoff.datafix.engine;

/**
 * How many rows are wrong.
 *
 * @param exact whether they were counted; else the planner guesses
 */
public record Counted(long rows, boolean exact) {}
