package dev.oneoff.datafix.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a worklist, or a row of a file.
 *
 * @param place from 1, in the order they are worked off; for a file the row's number, without its header
 * @param values as texts, null for NULL
 */
public record WorkItem(long place, List<@Nullable String> values) {

    /** Copies the values, of which some may be null. */
    public WorkItem {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** Returns the place and the values, as a row that was set aside is named. */
    public List<String> name() {
        List<String> name = new ArrayList<>(List.of(Long.toString(place)));
        values.forEach(value -> name.add(value == null ? "NULL" : value));
        return name;
    }
}
