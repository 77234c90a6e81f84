package dev.oneoff.transfer.file;

import java.io.IOException;
import java.io.InputStream;

/** What stands between two fields of a file: spreadsheets take a semicolon where the comma is in the numbers. */
final class Separator {

    private static final String CANDIDATES = ",;\t|";
    private static final int LOOKED_AT = 1 << 16;

    private Separator() {}

    /** Returns the one of these that is most often in the first line, outside quotes; a comma where none is. */
    static char of(InputStream text) throws IOException {
        int[] counts = new int[CANDIDATES.length()];
        boolean quoted = false;
        for (byte one : text.readNBytes(LOOKED_AT)) {
            quoted ^= one == '"';
            if (!quoted && (one == '\n' || one == '\r')) {
                break;
            }
            int candidate = quoted ? -1 : CANDIDATES.indexOf(one);
            if (candidate >= 0) {
                counts[candidate]++;
            }
        }
        int most = 0;
        for (int candidate = 1; candidate < counts.length; candidate++) {
            most = counts[candidate] > counts[most] ? candidate : most;
        }
        return CANDIDATES.charAt(most);
    }
}
