package dev.oneoff.transfer.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Counts and digests the bytes that are written, compressed or not. */
final class Counted {

    private final MessageDigest digest;
    private long rows;
    private long bytes;

    Counted() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes rows. */
    @FunctionalInterface
    interface Rows {
        long write(OutputStream out) throws IOException;
    }

    void write(OutputStream out, boolean zipped, Rows written) throws IOException {
        OutputStream counting = new FilterOutputStream(new DigestOutputStream(out, digest)) {
            @Override
            public void write(byte[] data, int from, int length) throws IOException {
                out.write(data, from, length);
                bytes += length;
            }

            @Override
            public void write(int one) throws IOException {
                out.write(one);
                bytes++;
            }
        };
        if (zipped) {
            GZIPOutputStream packed = new GZIPOutputStream(counting, 1 << 16);
            rows = written.write(packed);
            packed.finish();
        } else {
            rows = written.write(counting);
        }
        counting.flush();
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** Returns the digest in hexadecimal digits; once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
