package dev.oneoff.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A statement of ours with named parameters: {@code Sql.of("… WHERE id = :id").with("id", id)}. Values are always bound.
 * For statements written by us only: a colon inside a literal is not looked for; {@code ::} is left alone.
 */
public final class Sql {

    private final String text;
    private final Map<String, @Nullable Object> values;
    private final Optional<Positional> ready;

    private Sql(String text, Map<String, @Nullable Object> values, Optional<Positional> ready) {
        this.text = text;
        this.values = values;
        this.ready = ready;
    }

    /** Makes a statement with no values yet. */
    public static Sql of(String text) {
        return new Sql(text, Map.of(), Optional.empty());
    }

    /**
     * Makes a statement whose text has a {@code ?} for each value already.
     *
     * @param values in the text's order; see {@link #with}
     */
    public static Sql positional(String text, List<@Nullable Object> values) {
        return new Sql(text, Map.of(), Optional.of(new Positional(text, values)));
    }

    /**
     * Makes one of several that run together, one after the other; the engine has to take that.
     *
     * @param statements at least one
     */
    public static Sql together(List<Sql> statements) {
        StringJoiner text = new StringJoiner("; ");
        List<@Nullable Object> values = new ArrayList<>();
        for (Sql statement : statements) {
            Positional part = statement.positional();
            text.add(part.text());
            values.addAll(part.values());
        }
        return positional(text.toString(), values);
    }

    /**
     * Returns the statement with one more value.
     *
     * @param value a String, Integer, Long, Boolean or Instant, or null
     */
    public Sql with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Sql(text, more, Optional.empty());
    }

    /** Returns the statement with words of ours before it. */
    public Sql after(String words) {
        Positional now = positional();
        return positional(words + now.text(), now.values());
    }

    /** The text with {@code ?} for each name, and the values in that order. */
    Positional positional() {
        return ready.orElseGet(this::read);
    }

    private Positional read() {
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
