package dev.oneoff.datafix.store;

import java.util.Optional;

/**
 * One move of a part's cursor.
 *
 * @param reached the last key that is done, a JSON array of texts; empty when there was none
 * @param done whether the part is walked to its end
 * @param changed rows written since the last move
 * @param unchanged rows that had become right before they could be written; rows of a file that met none
 * @param batches 1 when rows were written, else 0
 */
public record Advance(Optional<String> reached, boolean done, long changed, long unchanged, int batches) {}
