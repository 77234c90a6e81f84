package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A statement as the server can explain it before the values of its parameters are known, and the line in the script of each
 * of its characters.
 */
final class Explainable {

    private final Map<String, String> params;
    private final String standIn;
    private final Spot spot;
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int length;

    /**
     * Prepares to write statements.
     *
     * @param params types by name
     * @param standIn a value that may be anything of the type that is filled in
     */
    Explainable(Map<String, String> params, String standIn, Spot spot) {
        this.params = params;
        this.standIn = standIn;
        this.spot = spot;
    }

    Explainable write(String command, Statement statement) {
        put(command, command.length(), statement.start().line());
        List<Token> tokens = statement.tokens();
        Deque<String> open = new ArrayDeque<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.isSymbol("(") || token.isSymbol("[")) {
                open.push(token.text());
            } else if (token.isSymbol(")") || token.isSymbol("]")) {
                open.poll();
            }
            boolean slice = "[".equals(open.peek());
            if (!slice && token.isSymbol(":") && at + 1 < tokens.size() && isWord(tokens.get(at + 1))) {
                parameter(tokens.get(++at));
            } else {
                put(token);
            }
        }
        return this;
    }

    /** Returns the text as the driver takes it. */
    String text() {
        return text.toString();
    }

    /** Returns the line in the script of a character that the server counted, from 1. */
    int line(int position) {
        int line = spot.line();
        for (int at = 0; at < starts.size() && starts.get(at) < position; at++) {
            line = lines.get(at);
        }
        return line;
    }

    private void parameter(Token name) {
        String type = params.get(name.text());
        int line = name.start().line();
        if (type == null) {
            throw spot.at(line)
                    .refused(
                            "the parameter :" + name.text() + " is not declared",
                            "Add it with its type to the script's first lines, for example: -- params: " + name.text()
                                    + " date");
        }
        String value = standIn.formatted(type);
        put(value, value.codePointCount(0, value.length()), line);
    }

    private void put(Token token) {
        String written = token.text();
        // The driver takes ? for a value and makes one of two.
        String escaped = token.kind() == TokenKind.OPERATOR ? written.replace("?", "??") : written;
        put(escaped, written.codePointCount(0, written.length()), token.start().line());
    }

    private void put(String written, int characters, int line) {
        starts.add(length);
        lines.add(line);
        text.append(written);
        length += characters;
    }

    private static boolean isWord(Token token) {
        return token.kind() == TokenKind.WORD;
    }
}
