package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Statement;
import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a user's statement one that means the same in every batch and can be prepared: now() and its like are the moment
 * the fix began, parameters are their values, and the operators with a question mark have it twice, as pgjdbc wants them.
 *
 * @param began that moment
 * @param meanings what stands for each placeholder, in SQL
 */
public record Binding(Instant began, Map<String, String> meanings) {

    /** Copies the meanings. */
    public Binding {
        meanings = Map.copyOf(meanings);
    }

    private static final Set<String> CALLS = Set.of("NOW", "TRANSACTION_TIMESTAMP", "STATEMENT_TIMESTAMP");
    private static final Set<String> WORDS =
            Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");

    /** Returns the statement with the same lines. */
    public Statement bind(Statement statement) {
        List<Token> tokens = statement.tokens();
        Map<Integer, Token> placeholders = Placeholders.in(tokens);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            Optional<Bound> bound =
                    token.kind() == TokenKind.WORD && !qualified(tokens, at) ? moment(tokens, at) : Optional.empty();
            if (placeholders.containsKey(at)) {
                text.append(meaning(placeholders.get(at).text()));
                at += 2;
            } else if (bound.isPresent()) {
                text.append(bound.get().text());
                at = bound.get().next();
            } else {
                text.append(token.kind() == TokenKind.OPERATOR ? token.text().replace("?", "??") : token.text());
                at++;
            }
        }
        return new Statement(text.toString(), statement.start());
    }

    private String meaning(String name) {
        String meaning = meanings.get(name);
        if (meaning == null) {
            throw new IllegalStateException("the planner let a placeholder pass that has no value: " + name);
        }
        return meaning;
    }

    private record Bound(String text, int next) {}

    private Optional<Bound> moment(List<Token> tokens, int at) {
        String word = tokens.get(at).text().toUpperCase(Locale.ROOT);
        int next = significant(tokens, at + 1);
        boolean bracket = next < tokens.size() && tokens.get(next).isSymbol("(");
        if (CALLS.contains(word) && bracket) {
            int close = significant(tokens, next + 1);
            return close < tokens.size() && tokens.get(close).isSymbol(")")
                    ? Optional.of(new Bound(literal("timestamp with time zone"), close + 1))
                    : Optional.empty();
        }
        if (!WORDS.contains(word)) {
            return Optional.empty();
        }
        String precision = "";
        int end = at + 1;
        if (bracket) {
            int number = significant(tokens, next + 1);
            precision = "(" + tokens.get(number).text() + ")";
            end = significant(tokens, number + 1) + 1;
        }
        return Optional.of(new Bound(value(word, precision), end));
    }

    private String value(String word, String precision) {
        String moment = literal("timestamp with time zone");
        return switch (word) {
            case "CURRENT_TIMESTAMP" -> literal("timestamp" + precision + " with time zone");
            case "LOCALTIMESTAMP" -> "CAST(" + moment + " AS timestamp" + precision + ")";
            case "CURRENT_DATE" -> "CAST(" + moment + " AS date)";
            case "CURRENT_TIME" -> "CAST(" + moment + " AS time" + precision + " with time zone)";
            case "LOCALTIME" -> "CAST(" + moment + " AS time" + precision + ")";
            default -> throw new IllegalStateException("a word that is not in the list: " + word);
        };
    }

    private String literal(String type) {
        return "CAST('" + began + "' AS " + type + ")";
    }

    private static boolean qualified(List<Token> tokens, int at) {
        int before = at - 1;
        while (before >= 0 && tokens.get(before).isSkipped()) {
            before--;
        }
        return before >= 0 && tokens.get(before).isSymbol(".");
    }

    private static int significant(List<Token> tokens, int from) {
        int at = from;
        while (at < tokens.size() && tokens.get(at).isSkipped()) {
            at++;
        }
        return at;
    }
}
