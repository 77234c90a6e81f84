package dev.oneoff.rows.csv;

/**
 * A record as it stands in a file.
 *
 * @param line where it begins, from 1
 * @param text without the end of its last line
 */
public record RawRecord(long line, String text) {}
