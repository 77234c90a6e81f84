package dev.oneoff.transfer;

/** How far an import goes. */
public enum Extent {
    /** It looks what it would do; the table is not touched. */
    LOOK,
    /** It writes, which the caller takes back: only writing tells what triggers and constraints say. */
    TRY,
    /** It writes. */
    WRITE
}
