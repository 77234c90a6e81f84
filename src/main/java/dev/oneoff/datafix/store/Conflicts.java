package dev.oneoff.datafix.store;

import java.util.List;

/**
 * What reverts left as it is.
 *
 * @param total how many there are
 * @param first the first of them
 */
public record Conflicts(long total, List<Conflict> first) {

    /** None. */
    public static final Conflicts NONE = new Conflicts(0, List.of());

    /** Copies the list. */
    public Conflicts {
        first = List.copyOf(first);
    }
}
