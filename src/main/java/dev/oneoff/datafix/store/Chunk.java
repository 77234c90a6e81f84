package dev.oneoff.datafix.store;

import java.util.Optional;

/**
 * A part of a table that is walked along, held by this process.
 *
 * @param number 0 for the first walk, then one for each sweep
 * @param fence what every write of this holder must name; a successor raises it
 * @param lastKey where it ends, a JSON array of texts; empty for a table without rows
 * @param reached the last key that is done; empty at the beginning
 * @param batches how many were committed
 */
public record Chunk(
        int step,
        int number,
        boolean done,
        long fence,
        Optional<String> lastKey,
        Optional<String> reached,
        long batches) {}
