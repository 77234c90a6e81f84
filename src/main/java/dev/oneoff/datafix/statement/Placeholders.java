package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds {@code :name} in a statement: not {@code ::}, and not the bounds of a slice. */
public final class Placeholders {

    private Placeholders() {}

    /** Returns the name tokens by the index of the colon before each. */
    public static Map<Integer, Token> in(List<Token> tokens) {
        Map<Integer, Token> found = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.isSymbol("(") || token.isSymbol("[")) {
                open.push(token.text());
            } else if (token.isSymbol(")") || token.isSymbol("]")) {
                open.poll();
            }
            boolean slice = "[".equals(open.peek());
            if (!slice
                    && token.isSymbol(":")
                    && at + 1 < tokens.size()
                    && tokens.get(at + 1).kind() == TokenKind.WORD) {
                found.put(at, tokens.get(at + 1));
            }
        }
        return found;
    }
}
