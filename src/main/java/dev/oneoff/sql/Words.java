package dev.oneoff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps through the tokens that mean something, keyword by keyword. */
final class Words {

    private final List<Token> tokens;
    private int next;

    Words(List<Token> tokens) {
        this.tokens = tokens.stream().filter(token -> !token.isSkipped()).toList();
    }

    boolean hasNext() {
        return next < tokens.size();
    }

    Token take() {
        return tokens.get(next++);
    }

    /** Takes the keywords if they are what comes next, all of them or none. */
    boolean takeAll(String... keywords) {
        if (tokens.size() - next < keywords.length) {
            return false;
        }
        for (int i = 0; i < keywords.length; i++) {
            if (!tokens.get(next + i).isWord(keywords[i])) {
                return false;
            }
        }
        next += keywords.length;
        return true;
    }

    /** Takes one of the keywords if it comes next. */
    boolean takeAny(String... keywords) {
        for (String keyword : keywords) {
            if (takeAll(keyword)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a list in parentheses if one comes next, and returns what stands between them. */
    Optional<Words> takeParentheses() {
        if (!hasNext() || !tokens.get(next).isSymbol("(")) {
            return Optional.empty();
        }
        List<Token> inside = new ArrayList<>();
        int depth = 0;
        while (hasNext()) {
            Token token = take();
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")")) {
                depth--;
            }
            if (depth == 0) {
                break;
            }
            inside.add(token);
        }
        return Optional.of(new Words(inside.subList(1, inside.size())));
    }

    /** Takes a name with its qualifiers if one comes next; a part written as {@code U&"…"} makes it empty. */
    Optional<QualifiedName> takeName() {
        List<Identifier> parts = new ArrayList<>();
        boolean readable = true;
        do {
            if (!hasNext()) {
                return Optional.empty();
            }
            Optional<Identifier> part = identifier(take());
            part.ifPresent(parts::add);
            readable &= part.isPresent();
        } while (takeDot());
        return readable ? Optional.of(new QualifiedName(parts)) : Optional.empty();
    }

    private boolean takeDot() {
        if (hasNext() && tokens.get(next).isSymbol(".")) {
            next++;
            return true;
        }
        return false;
    }

    private static Optional<Identifier> identifier(Token token) {
        String text = token.text();
        if (token.kind() == TokenKind.WORD) {
            return Optional.of(Identifier.folded(text));
        }
        if (token.kind() == TokenKind.QUOTED_IDENTIFIER
                && text.startsWith("\"")
                && text.length() > 2
                && text.indexOf('\0') < 0) {
            return Optional.of(
                    Identifier.of(text.substring(1, text.length() - 1).replace("\"\"", "\"")));
        }
        return Optional.empty();
    }
}
