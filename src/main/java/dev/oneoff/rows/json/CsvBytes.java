package dev.oneoff.rows.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record of CSV that is put together, field by field. For one thread. */
final class CsvBytes {

    private byte[] bytes = new byte[1 << 12];
    private int length;
    private int[] starts = new int[64];
    private int fields;

    void clear() {
        length = 0;
        fields = 0;
    }

    /**
     * Appends a field; nothing for null.
     *
     * @param bare whether it needs no quotes
     * @return false when it has characters that are no text of PostgreSQL's
     */
    boolean field(@Nullable String text, boolean bare) {
        begin();
        if (text == null) {
            return true;
        }
        if (bare) {
            put(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        }
        if (!storable(text)) {
            return false;
        }
        String quoted = text.indexOf('"') < 0 ? text : text.replace("\"", "\"\"");
        put(new byte[] {'"'});
        put(quoted.getBytes(StandardCharsets.UTF_8));
        put(new byte[] {'"'});
        return true;
    }

    /** Appends a field that needs no quotes. */
    void field(byte[] text) {
        begin();
        put(text);
    }

    private static boolean storable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || at + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(at + 1))) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    private void begin() {
        if (fields > 0) {
            put(new byte[] {','});
        }
        if (fields + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[fields++] = length;
    }

    private void put(byte[] more) {
        if (more.length > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more.length));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int from(int field) {
        return starts[field];
    }

    int to(int field) {
        return field + 1 == fields ? length : starts[field + 1] - 1;
    }
}
