package dev.oneoff.datafix.engine;

/**
 * How rows are changed.
 *
 * @param images the table of images; empty to keep none
 */
record Manner(Spelling spelling, String images) {}
