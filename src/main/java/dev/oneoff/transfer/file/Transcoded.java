package dev.oneoff.transfer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-8 of text in another encoding. What is none in it becomes a NUL, which no row may have: so the row is rejected
 * and not the file. For one thread.
 */
final class Transcoded extends InputStream {

    private static final int CHUNK = 1 << 13;

    private final Reader reader;
    private final char[] chars = new char[CHUNK];
    private int kept;
    private ByteBuffer encoded = ByteBuffer.allocate(0);

    Transcoded(InputStream input, Charset charset) {
        this.reader = new InputStreamReader(
                input,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith("\0"));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!encoded.hasRemaining()) {
            int read = reader.read(chars, kept, CHUNK - kept);
            if (read < 0) {
                return -1;
            }
            encode(kept + read);
        }
        int count = Math.min(length, encoded.remaining());
        encoded.get(target, from, count);
        return count;
    }

    /** The first half of a pair waits for the other one. */
    private void encode(int filled) {
        boolean half = Character.isHighSurrogate(chars[filled - 1]);
        int whole = half ? filled - 1 : filled;
        encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars, 0, whole));
        chars[0] = chars[filled - 1];
        kept = half ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
