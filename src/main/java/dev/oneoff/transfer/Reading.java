package dev.oneoff.transfer;

/** Told how far a file is read. */
@FunctionalInterface
interface Reading {

    /** Is told how many records are read. */
    void at(long records);
}
