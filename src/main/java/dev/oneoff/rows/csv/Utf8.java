package dev.oneoff.rows.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks whether bytes are UTF-8 that PostgreSQL can keep: no NUL. */
final class Utf8 {

    private Utf8() {}

    static Optional<String> flaw(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0) {
                return Optional.of("a NUL character");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("bytes that are not UTF-8");
        }
    }
}
