package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Position;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A statement's tokens that mean something, each with where it stands in the text and how many brackets are open there.
 * Indexes count these tokens.
 */
final class Pieces {

    /** A token, where its text begins and ends, and how deep it stands. */
    record Piece(Token token, int from, int to, int depth) {
        boolean isWord(String word) {
            return token.isWord(word);
        }

        boolean isSymbol(String symbol) {
            return token.isSymbol(symbol);
        }

        boolean isName() {
            return token.kind() == TokenKind.WORD || token.kind() == TokenKind.QUOTED_IDENTIFIER;
        }
    }

    private final Statement statement;
    private final List<Piece> pieces = new ArrayList<>();

    Pieces(Statement statement) {
        this.statement = statement;
        int at = 0;
        int depth = 0;
        for (Token token : statement.tokens()) {
            int end = at + token.text().length();
            if (token.isSymbol(")") || token.isSymbol("]")) {
                depth--;
            }
            if (!token.isSkipped()) {
                pieces.add(new Piece(token, at, end, depth));
            }
            if (token.isSymbol("(") || token.isSymbol("[")) {
                depth++;
            }
            at = end;
        }
    }

    int size() {
        return pieces.size();
    }

    Piece get(int index) {
        return pieces.get(index);
    }

    boolean isWord(int index, String word) {
        return index >= 0 && index < pieces.size() && pieces.get(index).isWord(word);
    }

    boolean isSymbol(int index, String symbol) {
        return index >= 0 && index < pieces.size() && pieces.get(index).isSymbol(symbol);
    }

    /** Returns the first of the keywords at depth 0 from an index on; the size when there is none. */
    int find(int from, Set<String> keywords) {
        for (int at = from; at < pieces.size(); at++) {
            Piece piece = pieces.get(at);
            if (piece.depth() == 0
                    && piece.token().kind() == TokenKind.WORD
                    && keywords.stream().anyMatch(piece::isWord)
                    && !isDistinctFrom(at)
                    && !isSymbol(at - 1, ".")) {
                return at;
            }
        }
        return pieces.size();
    }

    // IS [NOT] DISTINCT FROM: neither a list of tables begins there, nor does a SELECT leave out what is there twice.
    private boolean isDistinctFrom(int at) {
        int distinct = isWord(at, "FROM") ? at - 1 : at;
        return isWord(distinct, "DISTINCT") && (isWord(distinct - 1, "IS") || isWord(distinct - 1, "NOT"));
    }

    /** Returns the text from one token up to another, as written, without the blanks and comments around it. */
    Span span(int from, int to) {
        int begin = pieces.get(from).from();
        return new Span(statement.text().substring(begin, pieces.get(to - 1).to()), begin);
    }

    int line(int index) {
        return index < pieces.size()
                ? pieces.get(index).token().start().line()
                : statement.start().line();
    }

    Position start(int index) {
        return pieces.get(index).token().start();
    }
}
