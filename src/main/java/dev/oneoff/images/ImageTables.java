package dev.oneoff.images;

/**
 * The tables that restoring needs, quoted, with their schema.
 *
 * @param images one row for each part of a batch
 * @param conflicts what could not be put back
 * @param owners where it says who is being reverted, by which run
 */
public record ImageTables(String images, String conflicts, String owners) {}
