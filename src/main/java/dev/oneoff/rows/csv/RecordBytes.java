package dev.oneoff.rows.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream of UTF-8 bytes into records at the line ends outside quotes (RFC 4180, section 2): CRLF, LF, or CR alone. A
 * quote opens a field only at its beginning; a stray one is a flaw of its own record and does not swallow the rest. Empty lines
 * are no records. One record after the other, without a copy: what {@link #bytes} holds is valid until the next. For one
 * thread.
 */
public final class RecordBytes {

    /** What spreadsheets write before UTF-8. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final int CHUNK = 1 << 18;
    private static final int END = -1;

    private static final byte PLAIN = 0;
    private static final byte ENDS = 1;
    private static final byte QUOTE = 2;
    private static final byte ODD = 3;

    private final InputStream input;
    private final int longest;
    private final byte[] kinds = new byte[256];
    private byte[] buffer = new byte[CHUNK];
    private int begin;
    private int at;
    private int limit;
    private int end;
    private long shifted;
    private long line = 1;
    private long beginLine;
    private int fields;
    private int[] starts = new int[64];
    private boolean odd;
    private boolean emptyLines;
    private boolean last;
    private Optional<String> flaw = Optional.empty();

    /**
     * Makes it; the caller closes the stream.
     *
     * @param separator between two fields
     * @param longest the most bytes a record may have
     */
    public RecordBytes(InputStream input, char separator, int longest) {
        this.input = input;
        this.longest = longest;
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

    /**
     * Goes on to the next record; false at the end.
     *
     * @throws IOException when reading fails
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED with the line of a quote that is never closed, and of a record
     *     that is too long
     */
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
        end = at;
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

    /** Returns the buffer that holds the record. */
    public byte[] bytes() {
        return buffer;
    }

    /** Returns where it begins there. */
    public int from() {
        return begin;
    }

    /** Returns where it ends there, without the end of its last line. */
    public int to() {
        return end;
    }

    /** Returns the line where it begins, from 1. */
    public long line() {
        return beginLine;
    }

    /** Returns how many bytes of the stream lie before it. */
    public long offset() {
        return shifted + begin;
    }

    /** Returns how many bytes of the stream are read. */
    public long bytesRead() {
        return shifted + limit;
    }

    /** Returns how many fields it has. */
    public int fields() {
        return fields;
    }

    /** Returns where a field begins in the buffer, with its quote. */
    public int from(int field) {
        return begin + starts[field];
    }

    /** Returns where a field ends there, with its quote. */
    public int to(int field) {
        return begin + starts[field + 1] - 1;
    }

    /** Returns what is wrong with it as text; empty when nothing is. */
    public Optional<String> flaw() {
        return flaw;
    }

    /** Goes over a field; true when another one follows it. */
    private boolean field() throws IOException {
        int next = peek();
        if (next == '"') {
            quoted();
            next = peek();
            if (next != END && kinds[next] != ENDS) {
                flaw = Optional.of("text after the quote that closes a field");
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
                flaw = Optional.of("a quote inside a field that does not begin with one");
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
                throw CsvErrors.at(opened, "a quote that is never closed", "Close it, or write it twice.");
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

    private int peek() throws IOException {
        if (at == limit && !fill()) {
            return END;
        }
        return buffer[at] & 0xff;
    }

    private boolean fill() throws IOException {
        if (last) {
            return false;
        }
        int kept = limit - begin;
        if (kept > longest) {
            throw CsvErrors.at(
                    beginLine, "a record of more than " + longest + " bytes", "Look for a quote that is not closed.");
        }
        if (limit == buffer.length) {
            makeRoom(kept);
        }
        int read = read();
        limit += Math.max(0, read);
        last = read < 0;
        return !last;
    }

    private void makeRoom(int kept) {
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, begin, target, 0, kept);
        buffer = target;
        shifted += begin;
        at -= begin;
        end -= begin;
        begin = 0;
        limit = kept;
    }

    private int read() throws IOException {
        try {
            return input.read(buffer, limit, buffer.length - limit);
        } catch (EOFException e) {
            throw CsvErrors.at(line, "the file ends in the middle: it was cut off", "Fetch it once more.", e);
        }
    }
}
