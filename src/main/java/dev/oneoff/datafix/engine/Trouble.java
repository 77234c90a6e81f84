package dev.oneoff.datafix.engine;

import dev.oneoff.failure.OneoffException;

/** What to do about batches that the database refused: once more, smaller, or the row is to blame. */
final class Trouble {

    private static final int TRIES = 5;

    private final Going going;
    private final Sizing sizing;
    private int tries;

    Trouble(Going going, Sizing sizing) {
        this.going = going;
        this.sizing = sizing;
    }

    /** Forgets the tries: a batch has come through. */
    void over() {
        tries = 0;
    }

    /**
     * Learns from an error; throws what ends the run.
     *
     * @return whether the batch was one row, which cannot be changed; else it is to be tried again
     */
    boolean ofOneRow(OneoffException error) {
        going.check();
        switch (Failures.of(error)) {
            case LOST, FINAL -> throw error;
            case AGAIN -> again(error);
            case SMALLER -> {
                if (!sizing.halve()) {
                    again(error);
                }
            }
            case ROW, VALUE -> {
                return !sizing.halve();
            }
        }
        return false;
    }

    private void again(OneoffException error) {
        tries++;
        if (tries >= TRIES) {
            throw error;
        }
        going.rest(tries);
    }

    /** What the server said, without the values of the row: a log is no place for them. */
    static String said(String title) {
        return title.replaceFirst("^The database refused while \\w+: ", "")
                .replaceFirst("(?s) \\(Failing row contains .*$", "")
                .replaceFirst("(?s)(invalid input syntax for type [^:\"]+): \".*$", "$1")
                // H2 shows what it found in the index.
                .replaceFirst(" VALUES \\( .*$", "");
    }
}
