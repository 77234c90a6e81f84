package dev.oneoff.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a result. Values are String, {@link Excerpt}, Long, Integer, Double, Boolean, Instant, Duration, a list of String,
 * or null.
 */
public sealed interface Section {

    /** Returns the key in JSON, lower camel case. */
    String name();

    /** A text that may be a whole document: all of it in JSON, so much as tells what it is in text. */
    record Excerpt(String whole) {

        private static final int SHOWN = 100;

        String shown() {
            if (whole.length() <= SHOWN) {
                return whole;
            }
            int end = SHOWN - 1;
            return whole.substring(0, Character.isHighSurrogate(whole.charAt(end - 1)) ? end - 1 : end) + "…";
        }

        @Override
        public String toString() {
            return whole;
        }
    }

    /**
     * Named values: an object in JSON, a list of names and values in text.
     *
     * @param values in the order they are shown
     */
    record Facts(String name, Map<String, @Nullable Object> values) implements Section {
        public Facts {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * Rows of equal shape: an array of objects in JSON, aligned columns in text.
     *
     * @param columns the keys in JSON, lower camel case; the headings in text
     * @param rows each as long as the columns
     * @param whenEmpty what text says when there is no row
     * @param stacks whether a row takes several lines where it is too wide for a terminal; else it is cut
     */
    record Table(String name, List<String> columns, List<List<@Nullable Object>> rows, String whenEmpty, boolean stacks)
            implements Section {

        /** Makes a table whose rows are cut. */
        public Table(String name, List<String> columns, List<List<@Nullable Object>> rows, String whenEmpty) {
            this(name, columns, rows, whenEmpty, false);
        }

        /** Makes it one whose rows take several lines. */
        public Table stacking() {
            return new Table(name, columns, rows, whenEmpty, true);
        }

        public Table {
            columns = List.copyOf(columns);
            List<List<@Nullable Object>> copy = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("a row of " + row.size() + " in " + columns.size() + " columns");
                }
                copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
            }
            rows = List.copyOf(copy);
        }
    }

    /**
     * Values before and after: an array of objects with {@code key}, {@code column}, {@code before} and {@code after} in JSON,
     * columns that share a terminal's width in text.
     *
     * @param whenEmpty what text says when there is none
     */
    record Changes(String name, List<Change> changes, String whenEmpty) implements Section {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /**
     * One value before and after.
     *
     * @param key of its row; null where the row has none yet
     * @param column null where the row as a whole comes or goes
     * @param before null for NULL, and for a row that is not there yet
     * @param after null for NULL, and for a row that is gone
     */
    record Change(
            @Nullable String key,
            @Nullable String column,
            @Nullable String before,
            @Nullable String after) {}

    /** Sentences: an array of strings in JSON, a list in text. */
    record Notes(String name, List<String> lines) implements Section {
        public Notes {
            lines = List.copyOf(lines);
        }
    }

    /** Results of their own: an array of objects in JSON, one after the other under their headlines in text. */
    record Parts(String name, List<Report> parts) implements Section {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /** Text that is shown as it is, such as a script: one string in JSON. */
    record Text(String name, String text) implements Section {}

    /**
     * A list of blocks of SQL, each under a heading: an array of objects with {@code title}, {@code sql} and {@code notes}
     * in JSON.
     */
    record Scripts(String name, List<Script> scripts) implements Section {
        public Scripts {
            scripts = List.copyOf(scripts);
        }
    }

    /**
     * Some SQL and what it belongs to.
     *
     * @param notes what the SQL does not show
     */
    record Script(String title, List<String> sql, List<String> notes) {
        public Script {
            sql = List.copyOf(sql);
            notes = List.copyOf(notes);
        }
    }
}
