package dev.oneoff.datafix.store;

import java.util.List;
import java.util.Optional;

/**
 * A value or a row that a revert left as it is.
 *
 * @param key the row's key as texts, in the key's order
 * @param column empty for the whole row
 * @param kind {@code changed}: the value is not what the fix wrote; {@code gone}: the row was deleted; {@code taken}: the key
 *     of a deleted row is in use again; {@code kept_out}: a unique value of it is, or a trigger refused it; {@code needed}:
 *     rows of other tables would go, or lose a value, with an inserted row
 * @param found what is there now, its first 1,000 characters; empty for NULL and where there is nothing
 */
public record Conflict(int step, List<String> key, Optional<String> column, String kind, Optional<String> found) {

    /** Copies the key. */
    public Conflict {
        key = List.copyOf(key);
    }
}
