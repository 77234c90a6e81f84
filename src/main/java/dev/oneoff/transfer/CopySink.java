package dev.oneoff.transfer;

import dev.oneoff.rows.Records;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;

/** Sends records to a COPY, each with its line before it, many at a time. For one thread. */
final class CopySink {

    private static final int SIZE = 1 << 16;

    private final CopyIn copy;
    private final byte separator;
    private final byte[] buffer = new byte[SIZE];
    private int filled;

    CopySink(CopyIn copy, char separator) {
        this.copy = copy;
        this.separator = (byte) separator;
    }

    void send(Records records) throws SQLException {
        putLine(records);
        put(separator);
        sendAlone(records);
    }

    /** Sends some of a record's fields, by their places from 1. */
    void send(Records records, List<Integer> places) throws SQLException {
        putLine(records);
        for (int place : places) {
            put(separator);
            int from = records.from(place - 1);
            put(records.bytes(), from, records.to(place - 1) - from);
        }
        put((byte) '\n');
    }

    private void putLine(Records records) throws SQLException {
        byte[] line = Long.toString(records.line()).getBytes(StandardCharsets.US_ASCII);
        put(line, 0, line.length);
    }

    /** Sends a record without its line. */
    void sendAlone(Records records) throws SQLException {
        put(records.bytes(), records.from(), records.to() - records.from());
        put((byte) '\n');
    }

    private void put(byte one) throws SQLException {
        if (filled == SIZE) {
            flush();
        }
        buffer[filled++] = one;
    }

    private void put(byte[] bytes, int from, int length) throws SQLException {
        if (length > SIZE - filled) {
            flush();
        }
        if (length > SIZE) {
            copy.writeToCopy(bytes, from, length);
            return;
        }
        System.arraycopy(bytes, from, buffer, filled, length);
        filled += length;
    }

    void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, filled);
        filled = 0;
    }
}
