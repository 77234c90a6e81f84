package dev.oneoff.rows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Reads a stream of bytes in which a record is cut from the rest: a buffer that always holds the whole of the record that is
 * being cut. What follows cuts by walking {@link #at}. For one thread.
 */
public abstract class Cutter {

    /** What {@link #peek} returns at the end of the stream. */
    protected static final int END = -1;

    private static final int CHUNK = 1 << 18;

    private final InputStream input;
    private final long longest;
    private boolean last;

    /** Holds the record from {@link #begin} on. */
    protected byte[] buffer = new byte[CHUNK];
    /** Where the record begins in the buffer. */
    protected int begin;
    /** How far it has been looked at. */
    protected int at;
    /** Where the bytes end that have been read. */
    protected int limit;
    /** Where the record ends, once it is cut. */
    protected int end;
    /** The line of what is looked at, from 1. */
    protected long line = 1;
    /** The line where the record begins. */
    protected long beginLine;

    /**
     * Makes it; the caller closes the stream.
     *
     * @param longest the most bytes a record may have
     */
    protected Cutter(InputStream input, long longest) {
        this.input = input;
        this.longest = longest;
    }

    /** Returns the next byte, which stays; {@link #END} where there is none. */
    protected final int peek() throws IOException {
        if (at == limit && !fill()) {
            return END;
        }
        return buffer[at] & 0xff;
    }

    /** Returns a copy of the record's bytes. */
    public final byte[] raw() {
        return Arrays.copyOfRange(buffer, begin, end);
    }

    private boolean fill() throws IOException {
        if (last) {
            return false;
        }
        int kept = limit - begin;
        // The end of a line may be half read.
        requireLength(kept - 1);
        if (limit == buffer.length) {
            makeRoom(kept);
        }
        int read = read();
        limit += Math.max(0, read);
        last = read < 0;
        return !last;
    }

    /** Has the record end there. */
    protected final void endRecord(int there) {
        end = there;
        requireLength(end - begin);
    }

    private void requireLength(int length) {
        if (length > longest) {
            throw FileErrors.at(
                    beginLine,
                    "a record of more than %,d bytes".formatted(longest),
                    "Look for a quote that is not closed; an import takes longer ones with --max-record.");
        }
    }

    private void makeRoom(int kept) {
        byte[] target = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, begin, target, 0, kept);
        buffer = target;
        at -= begin;
        end -= begin;
        begin = 0;
        limit = kept;
    }

    private int read() throws IOException {
        try {
            return input.read(buffer, limit, buffer.length - limit);
        } catch (EOFException e) {
            throw FileErrors.at(line, "the file ends in the middle: it was cut off", "Fetch it once more.", e);
        } catch (ZipException e) {
            throw FileErrors.at(
                    line, "what follows is no gzip: " + e.getMessage(), "The file is damaged: fetch it once more.", e);
        }
    }
}
