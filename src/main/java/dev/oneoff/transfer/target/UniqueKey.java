package dev.oneoff.transfer.target;

import java.util.List;

/**
 * A unique index of the table that is imported into.
 *
 * @param plain whether it holds at once for all rows, by their columns as they are
 * @param required whether none of its columns can be NULL
 */
public record UniqueKey(String name, boolean primary, boolean plain, boolean required, List<String> columns) {

    /** Copies the lists. */
    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
