package dev.oneoff.datafix.plan;

/**
 * A function.
 *
 * @param visible whether the name alone leads to it
 * @param unsteady whether two calls in one statement may answer differently
 * @param opaque whether it has a body of somebody's own, into which nobody looks
 * @param aggregate whether it makes one value of many rows
 */
record Routine(String schema, String name, boolean visible, boolean unsteady, boolean opaque, boolean aggregate) {}
