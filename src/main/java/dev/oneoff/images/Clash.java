package dev.oneoff.images;

/**
 * A row that is to have a unique value again, which another row has by now.
 *
 * @param key of the row, a JSON array of texts
 * @param index the unique index
 * @param other the key of the other row
 */
public record Clash(String key, String index, String other) {}
