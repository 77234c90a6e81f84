package dev.oneoff.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement of ours with named parameters: {@code Sql.of("… WHERE id = :id").with("id", id)}. Values are always bound.
 * For statements written by us only: a colon inside a literal is not looked for; {@code ::} is left alone.
 */
public final class Sql {

    private final String text;
    private final Map<String, @Nullable Object> values;

    private Sql(String text, Map<String, @Nullable Object> values) {
        this.text = text;
        this.values = values;
    }

    /** Makes a statement with no values yet. */
    public static Sql of(String text) {
        return new Sql(text, Map.of());
    }

    /**
     * Returns the statement with one more value.
     *
     * @param value a String, Integer, Long, Boolean or Instant, or null
     */
    public Sql with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Sql(text, more);
    }

    /** The text with {@code ?} for each name, and the values in that order. */
    Positional positional() {
        StringBuilder sql = new StringBuilder(text.length());
        List<@Nullable Object> ordered = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ':' && at + 1 < text.length() && text.charAt(at + 1) == ':') {
                sql.append("::");
                at += 2;
            } else if (c == ':') {
                int end = at + 1;
                while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                    end++;
                }
                ordered.add(valueOf(text.substring(at + 1, end)));
                sql.append('?');
                at = end;
            } else {
                sql.append(c);
                at++;
            }
        }
        return new Positional(sql.toString(), ordered);
    }

    private @Nullable Object valueOf(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalStateException("no value for :" + name + " in " + text);
        }
        return values.get(name);
    }

    /** A statement as JDBC takes it. */
    record Positional(String text, List<@Nullable Object> values) {}
}
