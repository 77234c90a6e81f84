package dev.oneoff.rows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks whether bytes are UTF-8 that PostgreSQL can keep: no NUL. */
public final class Utf8 {

    private Utf8() {}

    /** Returns what is wrong with bytes, code {@code encoding}; empty when nothing is. */
    public static Optional<Flaw> flaw(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0) {
                return Optional.of(Flaw.of("encoding", "a NUL character"));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(Flaw.of("encoding", "bytes that are not UTF-8"));
        }
    }
}
