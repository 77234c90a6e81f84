package dev.oneoff.sql;

/** Reads one token after the other. */
final class Lexer {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String sql;
    private final boolean wholeText;
    private int offset;
    private int line;
    private int column;
    private StringContinuation continuation = StringContinuation.NONE;

    /**
     * Begins at the first character.
     *
     * @param start where that character stands in the text this is a part of
     */
    Lexer(String sql, Position start) {
        this.sql = sql;
        this.wholeText = start.equals(Position.START);
        this.line = start.line();
        this.column = start.column();
    }

    boolean hasNext() {
        return offset < sql.length();
    }

    /** Returns the offset of the next token. */
    int offset() {
        return offset;
    }

    /** Reads the next token. */
    Token next() {
        Token token = read();
        continuation = continuation.after(token);
        return token;
    }

    /** Passes over the rest of this line and then the lines of data of a COPY … FROM STDIN: up to {@code \.}, or all. */
    void skipCopyData() {
        skipLine();
        boolean data = true;
        while (hasNext() && data) {
            data = !skipLine().equals("\\.");
        }
        continuation = StringContinuation.NONE;
    }

    private String skipLine() {
        int from = offset;
        int end = Extents.line(sql, from);
        int lineEnd = sql.startsWith("\r\n", end) ? 2 : 1;
        advance(Math.min(end + lineEnd, sql.length()));
        return sql.substring(from, end);
    }

    private Token read() {
        char c = sql.charAt(offset);
        if (Characters.isSpace(c)) {
            return take(TokenKind.WHITESPACE, Extents.space(sql, offset));
        }
        if (c == BYTE_ORDER_MARK && offset == 0 && wholeText) {
            return take(TokenKind.WHITESPACE, 1);
        }
        if (sql.startsWith("--", offset)) {
            return take(TokenKind.COMMENT, Extents.line(sql, offset));
        }
        if (sql.startsWith("/*", offset)) {
            return take(TokenKind.COMMENT, closed(Extents.blockComment(sql, offset), Unclosed.COMMENT));
        }
        return switch (c) {
            case ';' -> take(TokenKind.SEMICOLON, offset + 1);
            case '\'' -> string(0, continuation == StringContinuation.ESCAPES_NEXT_LINE);
            case '"' -> quotedIdentifier(0);
            case '$' -> dollar();
            default -> wordNumberOrSymbol(c);
        };
    }

    private Token wordNumberOrSymbol(char c) {
        if (Characters.startsWord(c)) {
            return word(c);
        }
        if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(peek(1)))) {
            return take(TokenKind.NUMBER, Extents.number(sql, offset));
        }
        if (sql.startsWith("::", offset)) {
            return take(TokenKind.OPERATOR, offset + 2);
        }
        if (Characters.isPunctuation(c)) {
            boolean pair = sql.startsWith("..", offset) || sql.startsWith(":=", offset);
            return take(TokenKind.PUNCTUATION, offset + (pair ? 2 : 1));
        }
        if (Characters.isOperator(c)) {
            return take(TokenKind.OPERATOR, Extents.operator(sql, offset));
        }
        return take(TokenKind.OTHER, offset + 1);
    }

    private Token word(char c) {
        char second = peek(1);
        if (second == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            return string(1, c == 'e' || c == 'E');
        }
        if ((c == 'u' || c == 'U') && second == '&') {
            if (peek(2) == '\'') {
                return string(2, false);
            }
            if (peek(2) == '"') {
                return quotedIdentifier(2);
            }
        }
        return take(TokenKind.WORD, Extents.word(sql, offset));
    }

    private Token string(int prefix, boolean escapes) {
        int end = Extents.quoted(sql, offset + prefix, escapes);
        return take(TokenKind.STRING, closed(end, Unclosed.string(escapes)));
    }

    private Token quotedIdentifier(int prefix) {
        int end = Extents.quoted(sql, offset + prefix, false);
        return take(TokenKind.QUOTED_IDENTIFIER, closed(end, Unclosed.IDENTIFIER));
    }

    private Token dollar() {
        if (Characters.isDigit(peek(1))) {
            int end = offset + 1;
            while (end < sql.length() && Characters.isDigit(sql.charAt(end))) {
                end++;
            }
            return take(TokenKind.PARAMETER, end);
        }
        int body = Extents.dollarTag(sql, offset);
        if (body == offset) {
            return take(TokenKind.OTHER, offset + 1);
        }
        String tag = sql.substring(offset, body);
        int close = sql.indexOf(tag, body);
        if (close < 0) {
            throw Unclosed.dollarString(tag, position());
        }
        return take(TokenKind.DOLLAR_STRING, close + tag.length());
    }

    private int closed(int end, Unclosed what) {
        if (end == Extents.UNCLOSED) {
            throw what.at(position());
        }
        return end;
    }

    private char peek(int ahead) {
        return offset + ahead < sql.length() ? sql.charAt(offset + ahead) : '\0';
    }

    private Position position() {
        return new Position(line, column);
    }

    private Token take(TokenKind kind, int end) {
        Token token = new Token(kind, sql.substring(offset, end), position());
        advance(end);
        return token;
    }

    private void advance(int end) {
        while (offset < end) {
            char c = sql.charAt(offset);
            boolean first = offset == 0;
            offset++;
            if (c == '\n' || (c == '\r' && peek(0) != '\n')) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c) && !(first && wholeText && c == BYTE_ORDER_MARK)) {
                column++;
            }
        }
    }
}
