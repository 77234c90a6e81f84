package dev.oneoff.transfer.export;

import java.io.IOException;
import java.util.Arrays;

/**
 * A line that is put together piece by piece, again and again in the same place: the locks and copies of the JDK's own would cost as
 * much as all else that is done to a line. For one thread.
 */
final class LineBuffer {

    private byte[] bytes = new byte[1 << 12];
    private int filled;

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

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(filled, more), filled + (filled >> 1)));
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
    }
}
