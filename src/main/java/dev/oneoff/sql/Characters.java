package dev.oneoff.sql;

/** The classes of characters the lexical rules speak of. Everything beyond ASCII may stand in a name. */
final class Characters {

    private Characters() {}

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isSpace(char c) {
        return c == ' ' || isBetween(c, '\t', '\r');
    }

    static boolean isDigit(char c) {
        return isBetween(c, '0', '9');
    }

    static boolean isHexDigit(char c) {
        return isDigit(c) || isBetween(c, 'a', 'f') || isBetween(c, 'A', 'F');
    }

    static boolean startsWord(char c) {
        return isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || c == '_' || c >= 0x80;
    }

    static boolean continuesWord(char c) {
        return startsWord(c) || isDigit(c) || c == '$';
    }

    static boolean isOperator(char c) {
        return "+-*/<>=~!@#%^&|`?".indexOf(c) >= 0;
    }

    static boolean isPunctuation(char c) {
        return "()[],.:".indexOf(c) >= 0;
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }
}
