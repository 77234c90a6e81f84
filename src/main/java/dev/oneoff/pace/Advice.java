package dev.oneoff.pace;

/** What a signal asks of a run; a later one overrules an earlier one. */
public enum Advice {
    /** Nothing. */
    GO,
    /** Shorter batches and longer rests. */
    SLOW,
    /** No batch until it is over. */
    WAIT
}
