package dev.oneoff.transfer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.OneoffException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void whatIsPutStandsInTheLineAndThenInNoOther() throws IOException {
        byte[] many = "0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int line = 0; line < 2; line++) {
            buffer.reserve(many.length);
            buffer.put('[');
            buffer.put(many);
            buffer.put(many, 3, 4);
            buffer.send((bytes, length) -> sent.write(bytes, 0, length));
        }
        String line = "[" + "0123456789".repeat(1000) + "3456";
        assertThat(sent).hasToString(line + line);
    }

    @Test
    void aLineLongerThanAnyArrayIsAnErrorNotABug() {
        buffer.put('[');
        assertThatThrownBy(() -> buffer.put(new byte[0], 0, Integer.MAX_VALUE))
                .isInstanceOf(OneoffException.class)
                .hasMessage("A row would be a line of more than 2 GB.");
    }
}
