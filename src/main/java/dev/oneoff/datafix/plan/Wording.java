package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Names;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A statement's tokens that mean something, each with the bracket it stands in. Indexes count these tokens. */
final class Wording {

    /** Where no bracket is open. */
    static final int OUTSIDE = -1;

    /** A token, where it begins in the text, and the index of the bracket it stands in. */
    record Word(Token token, int from, int bracket) {}

    private final List<Word> words = new ArrayList<>();

    Wording(Statement statement) {
        int at = 0;
        Deque<Integer> open = new ArrayDeque<>();
        for (Token token : statement.tokens()) {
            if (token.isSymbol(")") || token.isSymbol("]")) {
                open.poll();
            }
            if (!token.isSkipped()) {
                words.add(new Word(token, at, open.isEmpty() ? OUTSIDE : open.peek()));
            }
            if (token.isSymbol("(") || token.isSymbol("[")) {
                open.push(words.size() - 1);
            }
            at += token.text().length();
        }
    }

    int size() {
        return words.size();
    }

    Word get(int index) {
        return words.get(index);
    }

    /** Says whether a token stands in a bracket, however deep; all stand outside. */
    boolean isInside(int index, int bracket) {
        int at = words.get(index).bracket();
        while (at > bracket) {
            at = words.get(at).bracket();
        }
        return at == bracket;
    }

    int line(int index) {
        return words.get(index).token().start().line();
    }

    boolean isWord(int index, String word) {
        return index >= 0 && index < words.size() && words.get(index).token().isWord(word);
    }

    boolean isSymbol(int index, String symbol) {
        return index >= 0 && index < words.size() && words.get(index).token().isSymbol(symbol);
    }

    /** Returns the name a token means, as the catalogue has it; empty when it is none. */
    Optional<Identifier> name(int index) {
        return index < 0 || index >= words.size()
                ? Optional.empty()
                : Names.of(words.get(index).token());
    }

    /** Returns the schema written before a name. */
    Optional<Identifier> qualifier(int index) {
        return isSymbol(index - 1, ".") ? name(index - 2) : Optional.empty();
    }
}
