package dev.oneoff.images;

/**
 * What there is of an owner's images.
 *
 * @param rows changed rows whose images are there, put back or not
 * @param left images that were not put back
 */
public record Kept(long rows, long left) {}
