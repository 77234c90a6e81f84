package dev.oneoff.rows.csv;

import dev.oneoff.rows.Cutter;
import dev.oneoff.rows.FileErrors;
import dev.oneoff.rows.Flaw;
import dev.oneoff.rows.Records;
import dev.oneoff.rows.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream of UTF-8 bytes into records at the line ends outside quotes (RFC 4180, section 2): CRLF, LF, or CR alone. A
 * quote opens a field only at its beginning; a stray one is a flaw of its own record and does not swallow the rest. Empty lines
 * are no records. For one thread.
 */
public final class RecordBytes extends Cutter implements Records {

    /** What spreadsheets write before UTF-8. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final byte PLAIN = 0;
    private static final byte ENDS = 1;
    private static final byte QUOTE = 2;
    private static final byte ODD = 3;

    private final byte[] kinds = new byte[256];
    private int fields;
    private int[] starts = new int[64];
    private boolean odd;
    private boolean emptyLines;
    private Optional<Flaw> flaw = Optional.empty();

    /**
     * Makes it; the caller closes the stream.
     *
     * @param separator between two fields
     * @param longest the most bytes a record may have
     */
    public RecordBytes(InputStream input, char separator, long longest) {
        super(input, longest);
        Arrays.fill(kinds, 128, 256, ODD);
        kinds[0] = ODD;
        kinds['\n'] = ENDS;
        kinds['\r'] = ENDS;
        kinds[separator] = ENDS;
        kinds['"'] = QUOTE;
    }

    /** Returns a stream without the mark of a spreadsheet at its beginning, if it has one. */
    public static InputStream withoutMark(InputStream input) throws IOException {
        PushbackInputStream text = new PushbackInputStream(input, MARK.length);
        byte[] first = text.readNBytes(MARK.length);
        if (!Arrays.equals(first, MARK)) {
            text.unread(first);
        }
        return text;
    }

    @Override
    public boolean next() throws IOException {
        begin = at;
        int next = peek();
        while (!emptyLines && (next == '\n' || next == '\r')) {
            endOfLine();
            begin = at;
            next = peek();
        }
        if (next == END) {
            return false;
        }
        beginLine = line;
        fields = 0;
        odd = false;
        flaw = Optional.empty();
        do {
            if (fields == starts.length - 1) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[fields++] = at - begin;
        } while (field());
        endRecord(at);
        starts[fields] = end + 1 - begin;
        if (odd) {
            flaw = flaw.or(() -> Utf8.flaw(buffer, begin, end));
        }
        endOfLine();
        return true;
    }

    /** From here on an empty line is a record of one field with nothing in it. */
    public void keepEmptyLines() {
        emptyLines = true;
    }

    /** Returns a copy of the record. */
    public RawRecord record() {
        return new RawRecord(beginLine, new String(buffer, begin, end - begin, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] bytes() {
        return buffer;
    }

    @Override
    public int from() {
        return begin;
    }

    @Override
    public int to() {
        return end;
    }

    @Override
    public long line() {
        return beginLine;
    }

    @Override
    public int fields() {
        return fields;
    }

    @Override
    public int from(int field) {
        return begin + starts[field];
    }

    @Override
    public int to(int field) {
        return begin + starts[field + 1] - 1;
    }

    @Override
    public Optional<Flaw> flaw() {
        return flaw;
    }

    /** Goes over a field; true when another one follows it. */
    private boolean field() throws IOException {
        int next = peek();
        if (next == '"') {
            quoted();
            next = peek();
            if (next != END && kinds[next] != ENDS) {
                flaw = Optional.of(Flaw.of("parse", "text after the quote that closes a field"));
            }
        }
        while (true) {
            while (at < limit && kinds[buffer[at] & 0xff] == PLAIN) {
                at++;
            }
            next = peek();
            if (next == END || next == '\n' || next == '\r') {
                return false;
            }
            if (kinds[next] == ENDS) {
                at++;
                return true;
            }
            if (kinds[next] == QUOTE && flaw.isEmpty()) {
                flaw = Optional.of(Flaw.of("parse", "a quote inside a field that does not begin with one"));
            }
            odd |= kinds[next] == ODD;
            at++;
        }
    }

    /** Goes over a quoted part, past the quote that closes it. */
    private void quoted() throws IOException {
        long opened = line;
        at++;
        while (true) {
            int next = peek();
            if (next == END) {
                throw FileErrors.at(opened, "a quote that is never closed", "Close it, or write it twice.");
            }
            at++;
            if (next == '"') {
                if (peek() != '"') {
                    return;
                }
                at++;
            } else if (next == '\n') {
                line++;
            } else if (next == '\r') {
                line += peek() == '\n' ? 0 : 1;
            } else {
                odd |= kinds[next] == ODD;
            }
        }
    }

    private void endOfLine() throws IOException {
        int next = peek();
        if (next == '\r') {
            at++;
            line++;
            if (peek() == '\n') {
                at++;
            }
        } else if (next == '\n') {
            at++;
            line++;
        }
    }
}
