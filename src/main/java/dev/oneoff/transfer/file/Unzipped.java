package dev.oneoff.transfer.file;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The text of a compressed file, up to where it is a bomb. For one thread. */
final class Unzipped extends GZIPInputStream {

    private static final int BUFFER = 1 << 16;
    private static final long LARGE = 100 << 20;

    // What stands behind the content of a part: its checksum and its length (RFC 1952, 2.3).
    private static final int TRAILER = 8;

    private final Metered zipped;
    private final long ratio;
    private final Fed fed;
    private long bytes;

    /** Counts the bytes that are read since the buffer was filled: what stands between contents is read by itself. */
    private static final class Fed extends FilterInputStream {

        private int between;

        Fed(InputStream input) {
            super(input);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            between += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            between = length == BUFFER ? 0 : between + Math.max(0, read);
            return read;
        }
    }

    Unzipped(Metered zipped, long ratio) throws IOException {
        this(new Fed(zipped), zipped, ratio);
    }

    private Unzipped(Fed fed, Metered zipped, long ratio) throws IOException {
        super(fed, BUFFER);
        this.fed = fed;
        this.zipped = zipped;
        this.ratio = ratio;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        // Between two parts it is called once more from within.
        long before = bytes;
        int read = super.read(target, from, length);
        if (read < 0) {
            requireEnd();
        }
        bytes = before + Math.max(0, read);
        if (bytes > LARGE && bytes / ratio > zipped.bytes()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "%,d bytes of gzip are more than %,d times as many bytes of text.".formatted(zipped.bytes(), ratio),
                    "Look what it is; if it is meant to be so, raise --max-ratio.");
        }
        return read;
    }

    /** The JDK takes whatever does not begin as a further part for the end, and a part whose beginning was cut off, too. */
    private void requireEnd() throws IOException {
        int left = inf.getRemaining();
        if (left > TRAILER || fed.between > Math.max(0, TRAILER - left) || fed.read() >= 0) {
            throw new ZipException("it does not end with a whole part");
        }
    }
}
