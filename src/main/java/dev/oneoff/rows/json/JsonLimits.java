package dev.oneoff.rows.json;

/**
 * What a file of JSON may have.
 *
 * @param record the most bytes of a record
 * @param names the most different names of its objects
 * @param depth the most objects and arrays within each other, the record one of them
 */
public record JsonLimits(long record, long names, long depth) {}
