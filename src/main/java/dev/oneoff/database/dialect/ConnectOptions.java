package dev.oneoff.database.dialect;

import java.time.Duration;

/**
 * How a connection is opened.
 *
 * @param applicationName shown by the server as this session's name, ASCII, at most 63 characters
 * @param writing whether anything is to be written; where not, the server is told to refuse it, and an embedded database
 *     that does not exist is read as an empty one, without a file
 * @param timeout how long one attempt may take, where the URL does not say
 */
public record ConnectOptions(String applicationName, boolean writing, Duration timeout) {

    private static final int LONGEST_NAME = 63;

    public ConnectOptions {
        StringBuilder ascii = new StringBuilder();
        applicationName.chars().limit(LONGEST_NAME).forEach(c -> ascii.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        applicationName = ascii.toString();
    }
}
