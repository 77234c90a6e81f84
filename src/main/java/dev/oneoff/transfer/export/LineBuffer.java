package dev.oneoff.transfer.export;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A line that is put together piece by piece, again and again in the same place: the locks and copies of the JDK's own would cost as
 * much as all else that is done to a line. For one thread.
 */
final class LineBuffer {

    private static final int KEPT = 1 << 20;
    // The longest array that every JVM makes.
    private static final long MOST = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[1 << 12];
    private int filled;

    /** Makes room for so many bytes, and for some more that escapes take. */
    void reserve(int length) {
        if (length > bytes.length - filled) {
            grow(Math.min(length + ((long) length >> 3), MOST - filled));
        }
    }

    void put(int one) {
        if (filled == bytes.length) {
            grow(1);
        }
        bytes[filled++] = (byte) one;
    }

    void put(byte[] from, int at, int length) {
        if (length > bytes.length - filled) {
            grow(length);
        }
        System.arraycopy(from, at, bytes, filled, length);
        filled += length;
    }

    void put(byte[] all) {
        put(all, 0, all.length);
    }

    private void grow(long more) {
        if (more > MOST - filled) {
            throw new OneoffException(
                    FailureKind.STEP_FAILED,
                    "A row would be a line of more than 2 GB.",
                    "Leave its longest column out (--columns), or export as CSV.");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.max(filled + more, Math.min(filled * 3L / 2, MOST)));
    }

    /** Returns what is there, in the first {@link #length} bytes. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return filled;
    }

    /** Hands on what is there, and begins anew. */
    void send(Lines.Target target) throws IOException {
        target.line(bytes, filled);
        filled = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }
}
