package dev.oneoff.migrate.liquibase;

import dev.oneoff.sql.Token;
import dev.oneoff.sql.TokenKind;
import dev.oneoff.sql.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Compares CREATE INDEX as somebody wrote it with what pg_get_indexdef gives back. Only says the same where it is sure:
 * an expression that the server wrote in another way counts as different.
 */
final class IndexDefinition {

    private static final Set<String> SAYS_NOTHING = Set.of("concurrently", "if", "not", "exists", "only", "asc");

    private IndexDefinition() {}

    static boolean same(String written, String stored) {
        return normal(written).equals(normal(stored));
    }

    private static List<String> normal(String sql) {
        List<String> words = words(sql);
        int index = words.indexOf("index");
        int on = words.indexOf("on");
        if (index < 0 || on < index) {
            return words;
        }
        // CREATE [UNIQUE] INDEX … ON [schema.]table [USING method] ( … ) …
        int table = on + 1;
        while (table + 2 < words.size() && words.get(table + 1).equals(".")) {
            table += 2;
        }
        List<String> normal = new ArrayList<>(words.subList(0, index + 1));
        List<String> rest = words.subList(table, words.size());
        normal.add(rest.get(0));
        if (rest.size() > 1 && !rest.get(1).equals("using")) {
            normal.add("using");
            normal.add("btree");
        }
        normal.addAll(rest.subList(1, rest.size()));
        return normal;
    }

    private static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        for (Token token : Tokens.of(sql)) {
            if (token.isSkipped() || token.kind() == TokenKind.SEMICOLON) {
                continue;
            }
            String word = token.text();
            if (token.kind() == TokenKind.WORD) {
                word = word.toLowerCase(Locale.ROOT);
            } else if (token.kind() == TokenKind.QUOTED_IDENTIFIER) {
                word = word.substring(1, word.length() - 1);
            }
            if (!(token.kind() == TokenKind.WORD && SAYS_NOTHING.contains(word))) {
                words.add(word);
            }
        }
        return words;
    }
}
