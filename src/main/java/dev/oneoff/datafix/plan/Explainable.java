package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Placeholders;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A statement as the server can explain it before the values of its parameters are known, and the line in the script of each
 * of its characters.
 */
final class Explainable {

    private final Map<String, String> meanings;
    private final Spot spot;
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int length;

    /**
     * Prepares to write statements.
     *
     * @param meanings what stands for each placeholder
     */
    Explainable(Map<String, String> meanings, Spot spot) {
        this.meanings = meanings;
        this.spot = spot;
    }

    Explainable write(String before, Statement statement, String after) {
        put(before, before.length(), statement.start().line());
        List<Token> tokens = statement.tokens();
        Map<Integer, Token> placeholders = Placeholders.in(tokens);
        for (int at = 0; at < tokens.size(); at++) {
            if (placeholders.containsKey(at)) {
                parameter(tokens.get(++at));
            } else {
                put(tokens.get(at));
            }
        }
        put(after, after.length(), statement.start().line());
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
        String value = meanings.get(name.text());
        int line = name.start().line();
        if (value == null) {
            throw undeclared(name.text(), spot.at(line));
        }
        put(value, value.codePointCount(0, value.length()), line);
    }

    private static OneoffException undeclared(String name, Spot place) {
        return name.equals(Work.PLACEHOLDER)
                ? place.refused(
                        "there is no section -- find whose keys :keys could be",
                        "Add one with a SELECT of keys above the statements, which stand under -- apply.")
                : place.refused(
                        "the parameter :" + name + " is not declared",
                        "Add it with its type to the script's first lines, for example: -- params: " + name + " date");
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
}
