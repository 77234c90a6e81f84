package dev.oneoff.transfer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UnzippedTest {

    private static final byte[] MORE = "3\n4\n".getBytes(StandardCharsets.US_ASCII);

    /** Also where the first part ends somewhere about the end of the buffer. */
    @Test
    void everyPartIsReadOrIsAnErrorWhereverTheFileIsCut() throws IOException {
        byte[] second = zipped(MORE);
        byte[] other = second.clone();
        other[0]++;
        for (int length : lengths()) {
            byte[] text = random(length);
            byte[] first = zipped(text);
            assertThat(unzipped(first)).isEqualTo(text);
            assertThat(unzipped(joined(first, second, second.length))).isEqualTo(joined(text, MORE, MORE.length));
            assertThat(unzipped(joined(
                            joined(first, zipped(new byte[0]), zipped(new byte[0]).length), second, second.length)))
                    .isEqualTo(joined(text, MORE, MORE.length));
            for (int cut = 1; cut < second.length; cut++) {
                byte[] damaged = joined(first, second, cut);
                assertThatThrownBy(() -> unzipped(damaged))
                        .as("%d, %d", length, cut)
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> unzipped(joined(first, other, other.length)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static int[] lengths() throws IOException {
        int[] lengths = new int[60];
        // Random bytes are stored as they are.
        int around = (1 << 16) - 30 - (zipped(random(1 << 15)).length - (1 << 15));
        for (int at = 1; at < lengths.length; at++) {
            lengths[at] = around + at;
        }
        return lengths;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other, int length) {
        byte[] both = Arrays.copyOf(one, one.length + length);
        System.arraycopy(other, 0, both, one.length, length);
        return both;
    }

    private static byte[] zipped(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] unzipped(byte[] file) throws IOException {
        try (Unzipped in = new Unzipped(new Metered(new ByteArrayInputStream(file)), 200)) {
            return in.readAllBytes();
        }
    }
}
