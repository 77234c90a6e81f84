package dev.oneoff.datafix;

import dev.oneoff.datafix.store.Counts;

/**
 * What a run did to a fix.
 *
 * @param state where it is now
 * @param counts over all its runs
 */
public record Applied(String id, String run, String state, Counts counts) {}
