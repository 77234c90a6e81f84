package dev.oneoff.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where words go, handed in.
 *
 * @param in what is given to a command that asks for it
 * @param out the answer
 * @param err everything else
 * @param terminal what is known of a terminal
 */
record Streams(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {

    /** The streams of this process. */
    static Streams system() {
        return new Streams(System.in, System.out, System.err, Terminal.system());
    }
}
