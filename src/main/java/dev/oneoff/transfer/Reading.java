package dev.oneoff.transfer;

/** Told how far a file is read. */
@FunctionalInterface
interface Reading {

    /**
     * Is told.
     *
     * @param bytes of the text, not of a compressed file
     */
    void at(long records, long bytes);
}
