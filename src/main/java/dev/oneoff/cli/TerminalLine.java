package dev.oneoff.cli;

import dev.oneoff.progress.Line;
import java.io.PrintStream;

/**
 * The line of a terminal where the cursor is, by the control sequences that every terminal has had since the VT100.
 *
 * @param columns of the terminal
 */
record TerminalLine(PrintStream terminal, int columns) implements Line {

    private static final String CLEAR = "\r\u001b[K";

    @Override
    public void draw(String text) {
        // A line that is longer would wrap, and could not be taken back.
        terminal.print(CLEAR + (text.length() < columns ? text : text.substring(0, columns - 1)));
        terminal.flush();
    }

    @Override
    public void clear() {
        terminal.print(CLEAR);
        terminal.flush();
    }
}
