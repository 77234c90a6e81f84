package dev.oneoff.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into tokens by the lexical rules of PostgreSQL (manual, section 4.1, with
 * {@code standard_conforming_strings} on). Nothing is lost: the texts of all tokens, joined, are the input.
 */
public final class Tokens {

    private Tokens() {}

    /**
     * Returns all tokens of a text, comments and white space among them.
     *
     * @throws dev.oneoff.failure.OneoffException (input rejected) where a string, a quoted name or a comment is not closed
     */
    public static List<Token> of(String sql) {
        return of(sql, Position.START);
    }

    /**
     * Returns all tokens of a text that is a part of a larger one.
     *
     * @param sql the part
     * @param start where its first character stands in the larger text
     * @throws dev.oneoff.failure.OneoffException (input rejected) where a string, a quoted name or a comment is not closed
     */
    public static List<Token> of(String sql, Position start) {
        Lexer lexer = new Lexer(sql, start);
        List<Token> tokens = new ArrayList<>();
        while (lexer.hasNext()) {
            tokens.add(lexer.next());
        }
        return List.copyOf(tokens);
    }
}
