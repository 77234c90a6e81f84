package dev.oneoff.images;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of an image, read into this process.
 *
 * @param place in the image, from 1
 * @param open the columns that an earlier revert left as they are, from 1, or 0 for the row; empty when there was none
 * @param key its parts as texts
 * @param was the old values; none of a row that was inserted
 * @param now what the fix wrote; none of a row that was deleted
 */
record KeptRow(
        long place,
        Optional<Set<Integer>> open,
        List<String> key,
        List<@Nullable Object> was,
        List<@Nullable Object> now) {

    /** Says whether a column, from 1, may still be put back. */
    boolean isOpen(int column) {
        return open.isEmpty() || open.get().contains(0) || open.get().contains(column);
    }

    /** Reads a piece of an image's JSON: key, old values, new values. */
    @SuppressWarnings("unchecked")
    static KeptRow of(long place, Optional<Set<Integer>> open, Object item) {
        List<@Nullable Object> parts = (List<@Nullable Object>) item;
        return new KeptRow(place, open, (List<String>) list(parts.get(0)), values(parts.get(1)), values(parts.get(2)));
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> values(@Nullable Object part) {
        return (List<@Nullable Object>) list(part);
    }

    private static List<?> list(@Nullable Object part) {
        return part == null ? List.of() : (List<?>) part;
    }
}
