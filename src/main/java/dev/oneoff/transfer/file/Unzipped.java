package dev.oneoff.transfer.file;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** The text of a compressed file, up to where it is a bomb. For one thread. */
final class Unzipped extends GZIPInputStream {

    private static final int BUFFER = 1 << 16;
    private static final long LARGE = 100 << 20;

    private final Metered zipped;
    private final long ratio;
    private long bytes;

    Unzipped(Metered zipped, long ratio) throws IOException {
        super(zipped, BUFFER);
        this.zipped = zipped;
        this.ratio = ratio;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int read = super.read(target, from, length);
        bytes += Math.max(0, read);
        if (bytes > LARGE && bytes / ratio > zipped.bytes()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "%,d bytes of gzip are more than %,d times as many bytes of text.".formatted(zipped.bytes(), ratio),
                    "Look what it is; if it is meant to be so, raise --max-ratio.");
        }
        return read;
    }
}
