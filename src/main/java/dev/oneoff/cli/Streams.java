package dev.oneoff.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where words go, handed in.
 *
 * @param in what is given to a command that asks for it
 * @param out the answer
 * @param err everything else
 * @param bytes where the answer goes, too, for what is no text, and says so when it cannot be written
 * @param terminal what is known of a terminal
 */
record Streams(InputStream in, PrintStream out, PrintStream err, OutputStream bytes, Terminal terminal) {

    /** Streams of which one is for texts and for bytes. */
    Streams(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
        this(in, out, err, new CheckedOut(out), terminal);
    }

    /** Returns the same with the answer among everything else: stdout is for rows alone. */
    Streams withoutAnswer() {
        return new Streams(in, err, err, bytes, terminal);
    }

    /** The streams of this process, when it is ours alone. */
    static Streams own() {
        return new Streams(
                System.in, System.out, System.err, new FileOutputStream(FileDescriptor.out), Terminal.system());
    }

    /** The streams of this process, as an application has set them. */
    static Streams system() {
        return new Streams(System.in, System.out, System.err, Terminal.system());
    }
}
