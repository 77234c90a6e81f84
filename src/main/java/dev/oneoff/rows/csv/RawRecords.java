package dev.oneoff.rows.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Cuts a text into records at the line ends outside quotes (RFC 4180, section 2): CRLF, LF, or CR alone. A quote opens a
 * field only at its beginning, so that a stray one is an error in its own line and does not swallow the rest. Empty lines are
 * no records. For one thread.
 */
public final class RawRecords {

    private static final int END = -1;
    private static final int LONGEST = 16 << 20;

    private final Reader reader;
    private final char separator;
    private int next;
    private boolean begun;
    private long line = 1;

    /** Makes it; the caller closes the reader, which should be buffered. */
    public RawRecords(Reader reader, char separator) {
        this.reader = reader;
        this.separator = separator;
    }

    /**
     * Returns the next record; empty at the end.
     *
     * @throws IOException when reading fails
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with the line of a quote that is not closed or stands inside a
     *     field, and for a record longer than 16 Mi characters
     */
    public Optional<RawRecord> next() throws IOException {
        if (!begun) {
            begun = true;
            next = reader.read();
        }
        while (next == '\n' || next == '\r') {
            endOfLine();
        }
        return next == END ? Optional.empty() : Optional.of(record());
    }

    private RawRecord record() throws IOException {
        long begin = line;
        StringBuilder text = new StringBuilder();
        while (next != END && next != '\n' && next != '\r') {
            field(begin, text);
            if (next == separator) {
                take(begin, text);
            }
        }
        endOfLine();
        return new RawRecord(begin, text.toString());
    }

    private void field(long begin, StringBuilder text) throws IOException {
        if (next == '"') {
            quoted(begin, text);
        }
        while (next != END && next != separator && next != '\n' && next != '\r') {
            if (next == '"') {
                throw CsvErrors.at(
                        line,
                        "a quote inside a field that does not begin with one",
                        "Put the whole field into quotes and write the quote twice.");
            }
            take(begin, text);
        }
    }

    private void quoted(long begin, StringBuilder text) throws IOException {
        long opened = line;
        take(begin, text);
        while (true) {
            if (next == END) {
                throw CsvErrors.at(opened, "a quote that is never closed", "Close it, or write it twice.");
            }
            boolean quote = next == '"';
            if (next == '\n') {
                line++;
            }
            take(begin, text);
            if (quote && next != '"') {
                break;
            }
            if (quote) {
                take(begin, text);
            }
        }
        if (next != END && next != separator && next != '\n' && next != '\r') {
            throw CsvErrors.at(
                    line, "text after the quote that closes a field", "End the field there, or write the quote twice.");
        }
    }

    private void take(long begin, StringBuilder text) throws IOException {
        if (text.length() >= LONGEST) {
            throw CsvErrors.at(begin, "a record of more than 16 Mi characters", "Look for a quote that is not closed.");
        }
        text.append((char) next);
        next = reader.read();
    }

    private void endOfLine() throws IOException {
        if (next == '\r') {
            next = reader.read();
            line++;
            if (next == '\n') {
                next = reader.read();
            }
        } else if (next == '\n') {
            next = reader.read();
            line++;
        }
    }
}
