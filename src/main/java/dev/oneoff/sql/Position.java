package dev.oneoff.sql;

/**
 * A place in a text. A line ends with LF, CRLF or a lone CR; columns count code points, a tab is one, and a byte order
 * mark before the text counts for nothing.
 *
 * @param line the line, from 1
 * @param column the column, from 1
 */
public record Position(int line, int column) {

    /** The first character of a text. */
    public static final Position START = new Position(1, 1);

    public Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns count from 1: " + line + ":" + column);
        }
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
