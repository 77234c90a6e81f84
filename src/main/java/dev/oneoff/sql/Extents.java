package dev.oneoff.sql;

/** Finds where a piece of text that begins at an offset ends. An end is the offset after the last character. */
final class Extents {

    /** The answer where a construct that must be closed is not. */
    static final int UNCLOSED = -1;

    private Extents() {}

    /**
     * Returns the end of a string or a quoted name.
     *
     * @param open the offset of the opening quote; the same character closes, doubled it stands for itself
     * @param escapes whether a backslash takes the next character with it (E'' strings)
     */
    static int quoted(String sql, int open, boolean escapes) {
        char quote = sql.charAt(open);
        int at = open + 1;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (escapes && c == '\\') {
                at += 2;
            } else if (c != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return UNCLOSED;
    }

    /** Returns the end of a block comment with the comments nested in it. */
    static int blockComment(String sql, int open) {
        int depth = 0;
        int at = open;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return UNCLOSED;
    }

    /** Returns the end of the line, before its CR or LF. */
    static int line(String sql, int from) {
        int at = from;
        while (at < sql.length() && !Characters.isLineEnd(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the end of a run of blanks and line ends. */
    static int space(String sql, int from) {
        int at = from;
        while (at < sql.length() && Characters.isSpace(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the end of a keyword or a name without quotes. */
    static int word(String sql, int from) {
        int at = from;
        while (at < sql.length() && Characters.continuesWord(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the end of an opening dollar quote such as {@code $body$}, or {@code from} where there is none. */
    static int dollarTag(String sql, int from) {
        int at = from + 1;
        if (at < sql.length() && Characters.isDigit(sql.charAt(at))) {
            return from;
        }
        while (at < sql.length() && sql.charAt(at) != '$' && Characters.continuesWord(sql.charAt(at))) {
            at++;
        }
        return at < sql.length() && sql.charAt(at) == '$' ? at + 1 : from;
    }

    /** Returns the end of a number; the dots of {@code 1..10} are not part of it. */
    static int number(String sql, int from) {
        if (sql.charAt(from) == '0' && from + 2 < sql.length() && "xXoObB".indexOf(sql.charAt(from + 1)) >= 0) {
            int end = hexDigits(sql, from + 2);
            if (end > from + 2) {
                return end;
            }
        }
        int at = digits(sql, from);
        if (at < sql.length() && sql.charAt(at) == '.' && !sql.startsWith("..", at)) {
            at = digits(sql, at + 1);
        }
        return exponent(sql, at);
    }

    private static int exponent(String sql, int from) {
        if (from >= sql.length() || "eE".indexOf(sql.charAt(from)) < 0) {
            return from;
        }
        int at = from + 1;
        if (at < sql.length() && "+-".indexOf(sql.charAt(at)) >= 0) {
            at++;
        }
        int end = digits(sql, at);
        return end > at ? end : from;
    }

    private static int digits(String sql, int from) {
        int at = from;
        while (at < sql.length() && (Characters.isDigit(sql.charAt(at)) || isSeparator(sql, at, from))) {
            at++;
        }
        return at;
    }

    private static int hexDigits(String sql, int from) {
        int at = from;
        while (at < sql.length() && (Characters.isHexDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
            at++;
        }
        return at;
    }

    /** An underscore between digits, as PostgreSQL 16 and later allow it. */
    private static boolean isSeparator(String sql, int at, int from) {
        return sql.charAt(at) == '_'
                && at > from
                && at + 1 < sql.length()
                && Characters.isDigit(sql.charAt(at + 1))
                && Characters.isDigit(sql.charAt(at - 1));
    }

    /**
     * Returns the end of an operator: as long as possible, but a comment cuts it, and it ends with + or - only where it
     * also holds one of the characters that no operator of the SQL standard has (manual, 4.1.3).
     */
    static int operator(String sql, int from) {
        int end = from;
        boolean special = false;
        while (end < sql.length() && Characters.isOperator(sql.charAt(end))) {
            if (end > from && (sql.startsWith("--", end) || sql.startsWith("/*", end))) {
                break;
            }
            special |= "~!@#%^&|`?".indexOf(sql.charAt(end)) >= 0;
            end++;
        }
        while (!special && end > from + 1 && "+-".indexOf(sql.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }
}
