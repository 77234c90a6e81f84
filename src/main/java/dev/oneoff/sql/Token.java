package dev.oneoff.sql;

/**
 * The smallest piece of SQL text that means something.
 *
 * @param kind what it is
 * @param text its characters as written, never empty
 * @param start where its first character stands
 */
public record Token(TokenKind kind, String text, Position start) {

    public Token {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a token has at least one character");
        }
    }

    /** Returns whether the server would skip this token: a comment or white space. */
    public boolean isSkipped() {
        return kind == TokenKind.COMMENT || kind == TokenKind.WHITESPACE;
    }

    /** Returns whether this is the given keyword, in any case, without quotes. */
    public boolean isWord(String keyword) {
        return kind == TokenKind.WORD && text.equalsIgnoreCase(keyword);
    }

    /** Returns whether this is the given operator or punctuation mark. */
    public boolean isSymbol(String symbol) {
        return (kind == TokenKind.OPERATOR || kind == TokenKind.PUNCTUATION) && text.equals(symbol);
    }

    /** Returns whether this is an optimizer hint, a block comment that begins with a plus sign. */
    boolean isHint() {
        return kind == TokenKind.COMMENT && text.startsWith("/*+");
    }
}
