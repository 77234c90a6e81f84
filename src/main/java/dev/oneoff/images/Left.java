package dev.oneoff.images;

import java.util.Optional;

/**
 * A value or a row that cannot be put back.
 *
 * @param key of the row, a JSON array of texts
 * @param column empty for the whole row
 * @param kind {@code changed}, {@code gone}, {@code taken}, {@code kept_out} or {@code needed}
 * @param found what is there now, its first 1,000 characters; empty for NULL and where there is nothing
 */
public record Left(String key, Optional<String> column, String kind, Optional<String> found) {}
