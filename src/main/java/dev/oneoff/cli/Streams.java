package dev.oneoff.cli;

import java.io.PrintStream;

/**
 * Where words go, handed in.
 *
 * @param out the answer
 * @param err everything else
 * @param terminal what is known of a terminal
 */
record Streams(PrintStream out, PrintStream err, Terminal terminal) {

    /** The streams of this process. */
    static Streams system() {
        return new Streams(System.out, System.err, Terminal.system());
    }
}
