package dev.oneoff.datafix.store;

/**
 * What came of the rows so far.
 *
 * @param changed rows that were written
 * @param unchanged rows that were found wrong and had become right before they could be written; rows of a file that met none
 * @param rejected rows set aside
 * @param batches transactions that were committed
 */
public record Counts(long changed, long unchanged, long rejected, long batches) {}
