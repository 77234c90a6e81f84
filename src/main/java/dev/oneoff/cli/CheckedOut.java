package dev.oneoff.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A stream of prints that says so when what it was given could not be written: a print stream alone keeps that to itself. */
final class CheckedOut extends OutputStream {

    private final PrintStream out;

    CheckedOut(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        check();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    private void check() throws IOException {
        if (out.checkError()) {
            throw new IOException("the output takes no more");
        }
    }
}
