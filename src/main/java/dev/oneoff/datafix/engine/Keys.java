package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes keys into statements: each part a text, cast to the type of its column. As PostgreSQL has it. */
class Keys {

    private final List<Column> columns;

    Keys(List<Column> columns) {
        this.columns = columns;
    }

    /** Returns a row of one key, with a place for each part. */
    String row() {
        return columns.stream()
                .map(column -> "CAST(? AS " + column.type() + ")")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Returns the values of {@link #row}. */
    @Nullable
    Object[] values(List<String> key) {
        return key.toArray();
    }

    /**
     * Returns the condition that a row is one of those of {@link #listed}.
     *
     * @param first the first column, as the statement calls it
     * @param all all of them, with commas between
     */
    String in(String first, String all) {
        return size() == 1
                ? all + " = ANY (CAST((SELECT " + array() + ") AS "
                        + columns.get(0).type() + "[]))"
                : "(" + all + ") IN (SELECT * FROM " + unnested() + ")";
    }

    /** Returns the values of {@link #in}. */
    @Nullable
    Object[] listed(List<List<String>> keys) {
        return arrays(keys);
    }

    List<Column> columns() {
        return columns;
    }

    /**
     * Returns a table of keys as an item of FROM, with a place for one array each. The planner is kept from counting them: for
     * thousands it prefers a scan of the whole table, batch after batch.
     */
    String unnested() {
        return columns.stream()
                .map(column -> "(SELECT CAST(? AS " + column.type() + "[]))")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /**
     * Returns the keys as a table of a WITH, {@code oneoff_locked}, with a place for one array each. A key of one part stays
     * an array, which is looked up in the index without a join.
     */
    String locked() {
        return size() == 1
                ? "oneoff_locked (k1) AS (SELECT " + array() + ")"
                : "oneoff_locked AS (SELECT * FROM " + unnested() + ")";
    }

    /** Returns the condition that a row has one of the keys of {@link #locked}. */
    String isLocked(String keyList) {
        return size() == 1
                ? keyList + " = ANY (CAST((SELECT k1 FROM oneoff_locked) AS "
                        + columns.get(0).type() + "[]))"
                : "(" + keyList + ") IN (SELECT * FROM oneoff_locked)";
    }

    // In a SELECT of its own it is read once, not for every row.
    private String array() {
        return "CAST(? AS " + columns.get(0).type() + "[])";
    }

    /** Returns the values of {@link #unnested}, and {@link #locked}. */
    @Nullable
    Object[] arrays(List<List<String>> keys) {
        List<Object> arrays = new ArrayList<>();
        for (int part = 0; part < columns.size(); part++) {
            StringBuilder array = new StringBuilder("{");
            for (List<String> key : keys) {
                array.append(array.length() == 1 ? "\"" : ",\"");
                escape(array, key.get(part));
                array.append('"');
            }
            arrays.add(array.append('}').toString());
        }
        return arrays.toArray();
    }

    private static void escape(StringBuilder array, String value) {
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            array.append(value);
            return;
        }
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"' || c == '\\') {
                array.append('\\');
            }
            array.append(c);
        }
    }

    int size() {
        return columns.size();
    }
}
