package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding as UTF-8 (RFC 3986, 2.1), strict. */
final class Percent {

    private static final String MEND = "Write a percent sign itself as %25.";

    private Percent() {}

    /**
     * Decodes one part of a URL.
     *
     * @param part what the part is called in a message; the text itself is never shown
     * @param plusIsSpace whether {@code +} is a space, as in pgjdbc's own URLs, or stays {@code +}, as in libpq's
     * @throws OneoffException where a percent sign has no two hex digits, the bytes are not UTF-8, or a control
     *     character comes out
     */
    static String decode(String text, boolean plusIsSpace, String source, String part) {
        String spaced = plusIsSpace ? text.replace('+', ' ') : text;
        String decoded = spaced.indexOf('%') < 0 ? spaced : decodeBytes(spaced, source, part);
        if (Text.hasControl(decoded)) {
            throw Problems.problem(source, part + " has a control character", "Remove it.");
        }
        return decoded;
    }

    private static String decodeBytes(String text, String source, String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '%') {
                bytes.write(hex(text, i + 1, source, part) << 4 | hex(text, i + 2, source, part));
                i += 3;
            } else {
                int end = text.offsetByCodePoints(i, 1);
                bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Problems.problem(source, part + " is not UTF-8 after percent-decoding", MEND);
        }
    }

    private static int hex(String text, int at, String source, String part) {
        int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw Problems.problem(source, part + " has a percent sign without two hex digits after it", MEND);
        }
        return digit;
    }
}
