package dev.oneoff.sql;

/**
 * Whether the next quote goes on with an E'' string: strings with a line end between them are one constant, and the
 * later parts follow the rules of the first (manual, 4.1.2.1).
 */
enum StringContinuation {
    /** The next quote begins a string of its own. */
    NONE,
    /** An E'' string has ended on this line. */
    ESCAPES_SAME_LINE,
    /** An E'' string has ended on a line before this one, and nothing came since. */
    ESCAPES_NEXT_LINE;

    /** Returns what holds after one more token. */
    StringContinuation after(Token token) {
        return switch (token.kind()) {
            case STRING -> hasEscapes(token.text()) ? ESCAPES_SAME_LINE : NONE;
            case WHITESPACE -> this != NONE && hasLineEnd(token.text()) ? ESCAPES_NEXT_LINE : this;
            case COMMENT -> token.text().startsWith("--") ? this : NONE;
            case WORD, QUOTED_IDENTIFIER, DOLLAR_STRING, NUMBER, PARAMETER, OPERATOR, PUNCTUATION, SEMICOLON, OTHER ->
                NONE;
        };
    }

    private boolean hasEscapes(String string) {
        return string.startsWith("'") ? this == ESCAPES_NEXT_LINE : "eE".indexOf(string.charAt(0)) >= 0;
    }

    private static boolean hasLineEnd(String space) {
        return space.indexOf('\n') >= 0 || space.indexOf('\r') >= 0;
    }
}
