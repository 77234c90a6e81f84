package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        return "(" + all + ") IN (SELECT * FROM " + unnested() + ")";
    }

    /** Returns the values of {@link #in}. */
    @Nullable
    Object[] listed(List<List<String>> keys) {
        return arrays(keys);
    }

    List<Column> columns() {
        return columns;
    }

    /** Returns the names k1, k2, … */
    String names() {
        return IntStream.rangeClosed(1, columns.size()).mapToObj(n -> "k" + n).collect(Collectors.joining(", "));
    }

    /** Returns a table of keys as an item of FROM, with a place for one array each. */
    String unnested() {
        return columns.stream()
                .map(column -> "CAST(? AS " + column.type() + "[])")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** Returns the values of {@link #unnested}. */
    @Nullable
    Object[] arrays(List<List<String>> keys) {
        List<Object> arrays = new ArrayList<>();
        for (int part = 0; part < columns.size(); part++) {
            StringJoiner array = new StringJoiner(",", "{", "}");
            for (List<String> key : keys) {
                array.add("\"" + key.get(part).replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
            }
            arrays.add(array.toString());
        }
        return arrays.toArray();
    }

    int size() {
        return columns.size();
    }
}
