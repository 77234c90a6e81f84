package dev.oneoff.transfer;

/**
 * A text in a statement that also holds words of somebody else's, such as the expression of a constraint, in which a question
 * mark or a colon is no place for a value.
 */
final class Literal {

    private Literal() {}

    /** Returns it for a session that takes a backslash as it is, which is the standard and PostgreSQL's default. */
    static String of(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
