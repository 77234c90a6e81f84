package dev.oneoff.config;

/** Makes a text from outside fit to be recorded: one line, no control characters, of bounded length. */
final class Recorded {

    private static final int LONGEST = 200;

    private Recorded() {}

    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(LONGEST)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
