package dev.oneoff.database.dialect;

import java.time.Duration;

/**
 * How a connection is opened.
 *
 * @param applicationName shown by the server as this session's name, ASCII, at most 63 characters
 * @param purpose what for; an embedded database that does not exist is created for writing alone, else it is an empty one
 *     without a file
 * @param timeout how long one attempt may take, where the URL does not say
 */
public record ConnectOptions(String applicationName, Purpose purpose, Duration timeout) {

    private static final int LONGEST_NAME = 63;

    /** What a connection is opened for. */
    public enum Purpose {
        /** Reading: the engine is told to refuse writes. */
        READ,
        /** Changes that are all rolled back: the engine is told to refuse others, where it can let single ones through. */
        TRY,
        /** Writing. */
        WRITE
    }

    public ConnectOptions {
        StringBuilder ascii = new StringBuilder();
        applicationName.chars().limit(LONGEST_NAME).forEach(c -> ascii.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        applicationName = ascii.toString();
    }

    /** Says whether anything is to stay. */
    boolean writing() {
        return purpose == Purpose.WRITE;
    }
}
