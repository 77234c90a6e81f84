package dev.oneoff.images;

/**
 * Who wrote images.
 *
 * @param id the fix
 * @param generation how often it was begun anew, from 1
 */
public record ImageOwner(String id, int generation) {}
