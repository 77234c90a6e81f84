package dev.oneoff.transfer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A stream past the byte order mark that spreadsheets write, and the encoding that it stands for: UTF-8 where there is none.
 * Unicode standard, 23.8.
 */
record Marked(InputStream text, Charset encoding) {

    private static final int LONGEST = 3;

    static Marked of(InputStream input) throws IOException {
        PushbackInputStream text = new PushbackInputStream(input, LONGEST);
        byte[] first = text.readNBytes(LONGEST);
        int mark = 0;
        Charset encoding = StandardCharsets.UTF_8;
        if (begins(first, 0xef, 0xbb, 0xbf)) {
            mark = LONGEST;
        } else if (begins(first, 0xff, 0xfe)) {
            mark = 2;
            encoding = StandardCharsets.UTF_16LE;
        } else if (begins(first, 0xfe, 0xff)) {
            mark = 2;
            encoding = StandardCharsets.UTF_16BE;
        }
        text.unread(first, mark, first.length - mark);
        return new Marked(text, encoding);
    }

    /** Says whether the mark says more than a name: which of the two ways of UTF-16 it is. */
    boolean settles(Charset said) {
        return said.equals(StandardCharsets.UTF_16)
                && (encoding.equals(StandardCharsets.UTF_16LE) || encoding.equals(StandardCharsets.UTF_16BE));
    }

    private static boolean begins(byte[] bytes, int... mark) {
        for (int at = 0; at < mark.length; at++) {
            if (at == bytes.length || (bytes[at] & 0xff) != mark[at]) {
                return false;
            }
        }
        return true;
    }
}
