package dev.oneoff.datafix.statement;

/**
 * A piece of the user's text.
 *
 * @param text as written, not blank
 * @param from where it begins in the statement's text
 */
public record Span(String text, int from) {

    /** Returns where it ends in the statement's text. */
    public int to() {
        return from + text.length();
    }
}
