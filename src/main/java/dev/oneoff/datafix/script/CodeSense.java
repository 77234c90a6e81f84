package dev.oneoff.datafix.script;

import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Refusal;
import java.util.List;

/** Requires that the script of a class says what a class needs, and nothing that only statements can mean. */
record CodeSense(FixScript script, HeaderLines lines, Refusal errors) {

    private static final List<HeaderKey> OF_STATEMENTS =
            List.of(HeaderKey.KEY, HeaderKey.CASCADE, HeaderKey.BATCHES, HeaderKey.ROWS);

    void require() {
        script.statements(Kind.APPLY).stream().findFirst().ifPresent(statement -> {
            throw errors.at(
                    statement.start().line(),
                    "a fix in Java has no statement that changes anything: its class does that",
                    "Leave find, verify and check, or write a fix in a file of datafixes/.");
        });
        if (script.statement(Kind.FIND).isEmpty()) {
            throw errors.at(
                    1,
                    "a fix in Java needs a section find",
                    "Say which keys it works off: -- find, and below it a SELECT.");
        }
        for (HeaderKey key : OF_STATEMENTS) {
            lines.get(key).ifPresent(entry -> {
                throw errors.at(entry.line(), key.word() + ": means nothing to a fix in Java", "Take the line out.");
            });
        }
    }
}
