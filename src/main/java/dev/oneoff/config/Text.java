package dev.oneoff.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reading characters without regular expressions: the classes they need cost more at start-up than all of this. */
final class Text {

    private static final int LONGEST_NAME = 40;

    private Text() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Splits at every separator; keeps empty parts, so the answer is never empty. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean hasControl(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    /** Tells whether a key may be shown: short, ASCII letters, digits, {@code _ . -} and not all digits. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && Character.isLetter(text.charAt(0))
                && isOf(text, "_.-");
    }

    /** Tells whether a text is made of ASCII letters, digits and some more characters only. */
    static boolean isOf(String text, String more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && more.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Removes one line end, if there is one. */
    static String chomp(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
