package dev.oneoff.datafix.engine;

import org.jspecify.annotations.Nullable;

/**
 * A value of a row before and after a statement.
 *
 * @param key the row's key, its parts with commas between them; null for a row that is not there yet
 * @param column null when the row as a whole comes or goes
 * @param before null for NULL, and for a row that is not there yet
 * @param after null for NULL, and for a row that is gone
 */
public record RowChange(
        @Nullable String key,
        @Nullable String column,
        @Nullable String before,
        @Nullable String after) {}
