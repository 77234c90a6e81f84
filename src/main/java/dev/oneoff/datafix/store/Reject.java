package dev.oneoff.datafix.store;

import java.util.List;

/**
 * A row that was set aside.
 *
 * @param key its key as texts, in the key's order
 * @param sqlState what the server said, five characters
 */
public record Reject(int step, List<String> key, String sqlState, String message) {

    /** Copies the key. */
    public Reject {
        key = List.copyOf(key);
    }
}
