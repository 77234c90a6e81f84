package dev.oneoff.rows.json;

import dev.oneoff.rows.Cutter;
import dev.oneoff.rows.FileErrors;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts JSON in UTF-8 into its records: the elements of one array (RFC 8259, section 5), or, where the text begins otherwise,
 * its lines, of which empty ones are none. A line is a record whatever is in it, so that a mistake spoils no other; in an
 * array it is what its brackets and quotes hold together. What a record holds is not looked at. For one thread.
 */
final class ObjectBytes extends Cutter {

    private boolean begun;
    private boolean array;
    private boolean over;
    private long records;

    ObjectBytes(InputStream input, long longest) {
        super(input, longest);
    }

    /** Goes on to the next record; false at the end. */
    boolean next() throws IOException {
        if (!begun) {
            begun = true;
            array = skipSpace() == '[';
            at += array ? 1 : 0;
        }
        return array ? nextElement() : nextLine();
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return begin;
    }

    int to() {
        return end;
    }

    long line() {
        return beginLine;
    }

    private boolean nextLine() throws IOException {
        if (skipSpace() == END) {
            return false;
        }
        beginLine = line;
        int next = peek();
        while (next != '\n' && next != END) {
            at++;
            next = peek();
        }
        endHere();
        return true;
    }

    private boolean nextElement() throws IOException {
        int next = over ? END : skipSpace();
        if (next == ']') {
            at++;
            over = true;
            next = END;
            if (skipSpace() != END) {
                throw FileErrors.at(line, "text after the end of the array", "Take it out.");
            }
        }
        if (over) {
            return false;
        }
        if (records > 0) {
            if (next != ',') {
                throw FileErrors.at(line, "no comma between two elements of the array", "Put one there.");
            }
            at++;
            next = skipSpace();
        }
        if (next == END) {
            throw FileErrors.at(line, "the array is never closed: the file was cut off", "Fetch it once more.");
        }
        if (next == ',' || next == ']') {
            throw FileErrors.at(line, "a comma without an element", "Take it out.");
        }
        records++;
        beginLine = line;
        value();
        endHere();
        return true;
    }

    /** Goes past an element: what brackets and quotes hold together, else up to the next comma. */
    private void value() throws IOException {
        int depth = 0;
        while (true) {
            int next = peek();
            switch (next) {
                case END ->
                    throw FileErrors.at(
                            beginLine, "an element that is never closed", "Close it, or fetch the file once more.");
                case '"' -> string();
                case '{', '[' -> depth++;
                case '}' -> depth--;
                case ']', ',' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth -= next == ']' ? 1 : 0;
                }
                case '\n' -> line++;
                default -> {}
            }
            at++;
            if (depth == 0 && (next == '}' || next == ']')) {
                return;
            }
        }
    }

    /** Goes from a quote to the one that closes it. */
    private void string() throws IOException {
        long opened = line;
        at++;
        while (true) {
            int next = peek();
            if (next == END) {
                throw FileErrors.at(opened, "a quote that is never closed", "Close it.");
            }
            if (next == '"') {
                return;
            }
            line += next == '\n' ? 1 : 0;
            at++;
            if (next == '\\' && peek() != END) {
                at++;
            }
        }
    }

    /** Goes to the next byte that is not blank, and begins there. */
    private int skipSpace() throws IOException {
        begin = at;
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            line += next == '\n' ? 1 : 0;
            at++;
            begin = at;
            next = peek();
        }
        return next;
    }

    /** Ends the record, without the blanks before. */
    private void endHere() {
        int from = at;
        while (from > begin && buffer[from - 1] <= ' ' && buffer[from - 1] > 0) {
            from--;
        }
        endRecord(from);
    }
}
