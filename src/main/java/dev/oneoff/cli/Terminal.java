package dev.oneoff.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is known of the terminal.
 *
 * @param interactive whether a person can be asked: input and errors are a terminal
 * @param drawable whether a line of errors can be drawn again: they go to a terminal that can do more than print
 * @param columns the width of the terminal the answer goes to, 0 when it goes elsewhere or is not known
 */
record Terminal(boolean interactive, boolean drawable, int columns) {

    /** No terminal: a pipe, a release phase, a test. */
    static final Terminal NONE = new Terminal(false, false, 0);

    /** Reads what the launcher found out: it can test its streams one by one, a JVM of version 17 cannot. */
    static Terminal system() {
        String streams = System.getProperty("oneoff.terminal", "");
        boolean interactive = streams.contains("in") && streams.contains("err");
        boolean drawable = streams.contains("err") && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                interactive, drawable, streams.contains("out") ? Integer.getInteger("oneoff.columns", 0) : 0);
    }

    /** Reads one line a person typed; empty when there is none any more. */
    Optional<String> readLine() {
        try {
            // Not closed: standard input is not ours to close.
            return Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
