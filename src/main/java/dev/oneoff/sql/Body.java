package dev.oneoff.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one statement and knows whether a semicolon ends it or stands inside a body: between BEGIN ATOMIC and END of
 * CREATE FUNCTION or PROCEDURE (PostgreSQL 14 and later), or in the parentheses of CREATE RULE.
 */
final class Body {

    /** CREATE OR REPLACE FUNCTION: what follows no longer decides what kind of statement it is. */
    private static final int HEAD = 4;

    private final List<Token> head = new ArrayList<>(HEAD);
    private final Deque<Token> open = new ArrayDeque<>();
    private boolean rule;
    private boolean routine;
    private @Nullable Token previous;

    /** Takes note of the next token of the statement. */
    void see(Token token) {
        if (token.isSkipped()) {
            return;
        }
        if (head.size() < HEAD) {
            head.add(token);
            rule = creates("RULE");
            routine = creates("FUNCTION") || creates("PROCEDURE");
        } else if (rule) {
            seeInRule(token);
        } else if (routine) {
            seeInRoutine(token);
        }
        previous = token;
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Returns what is still open, and was opened last. */
    Optional<Token> innermost() {
        return Optional.ofNullable(open.peek());
    }

    private void seeInRule(Token token) {
        if (token.isSymbol("(")) {
            open.push(token);
        } else if (token.isSymbol(")")) {
            open.poll();
        }
    }

    private void seeInRoutine(Token token) {
        Token before = previous;
        if (before == null) {
            return;
        }
        if (token.isWord("ATOMIC") && before.isWord("BEGIN")) {
            open.push(before);
        } else if (isOpen() && token.isWord("CASE") && !namesSomething(before)) {
            open.push(token);
        } else if (isOpen() && token.isWord("END") && !namesSomething(before)) {
            open.pop();
        }
    }

    /** After AS or a dot even a reserved word is a name. */
    private static boolean namesSomething(Token before) {
        return before.isWord("AS") || before.isSymbol(".");
    }

    private boolean creates(String what) {
        Words plain = new Words(head);
        Words replacing = new Words(head);
        return plain.takeAll("CREATE", what) || replacing.takeAll("CREATE", "OR", "REPLACE", what);
    }
}
