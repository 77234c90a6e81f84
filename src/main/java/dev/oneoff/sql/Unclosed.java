package dev.oneoff.sql;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** What can be opened and not closed, and the mend of each. */
record Unclosed(String what, String mend) {

    static final Unclosed COMMENT =
            new Unclosed("block comment", "Close it with */ . Block comments nest: each /* inside needs its own */ .");
    static final Unclosed IDENTIFIER =
            new Unclosed("quoted name", "Close it with \" . A quote inside a name is written twice: \"\" .");
    static final Unclosed ATOMIC_BODY = new Unclosed(
            "BEGIN ATOMIC body", "Close it with END; before the next statement. Each CASE inside needs its own END.");
    static final Unclosed CASE =
            new Unclosed("CASE in a BEGIN ATOMIC body", "Close it with END, and the body with an END of its own.");
    static final Unclosed RULE_ACTIONS =
            new Unclosed("parenthesis of the rule", "Close it with ) before the semicolon that ends CREATE RULE.");

    private static final Unclosed STRING =
            new Unclosed("string", "Close it with ' . A quote inside a string is written twice: '' .");
    private static final Unclosed ESCAPE_STRING = new Unclosed(
            "E'' string",
            "Close it with ' . In an E'' string a backslash before the quote keeps it open: write \\\\ for one.");

    static Unclosed string(boolean escapes) {
        return escapes ? ESCAPE_STRING : STRING;
    }

    static OneoffException dollarString(String tag, Position at) {
        return new Unclosed(
                        "string opened by " + tag,
                        "Close it with " + tag + " , spelled the same, upper and lower case too.")
                .at(at);
    }

    /** Makes the failure for one that opens at a place. */
    OneoffException at(Position start) {
        String title = "The %s that opens at %s is not closed.".formatted(what, start);
        return new OneoffException(new Failure(FailureKind.INPUT_REJECTED, title, mend)
                .with("line", Integer.toString(start.line()))
                .with("column", Integer.toString(start.column())));
    }
}
