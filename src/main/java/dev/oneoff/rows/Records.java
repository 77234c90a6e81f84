package dev.oneoff.rows;

import java.io.IOException;
import java.util.Optional;

/**
 * The records of a file, one after the other and without a copy: what {@link #bytes} holds is valid until the next. Each is
 * there as CSV in UTF-8, fields between the file's separators, whatever format the file has. For one thread.
 */
public interface Records {

    /**
     * Goes on to the next record; false at the end.
     *
     * @throws IOException when reading fails
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with the line after which the file cannot be understood
     */
    boolean next() throws IOException;

    /** Returns the buffer that holds the record. */
    byte[] bytes();

    /** Returns where it begins there. */
    int from();

    /** Returns where it ends there, without the end of its last line. */
    int to();

    /** Returns how many fields it has. */
    int fields();

    /** Returns where a field, counted from 0, begins in the buffer, with its quote. */
    int from(int field);

    /** Returns where a field ends there, with its quote. */
    int to(int field);

    /** Returns the line of the file where it begins, from 1. */
    long line();

    /** Returns what is wrong with it; empty when nothing is. */
    Optional<Flaw> flaw();

    /** Returns the record's bytes as they stand in the file. */
    byte[] raw();
}
