package dev.oneoff.transfer.export;

import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where rows come from. */
sealed interface Source {

    /** Returns the table with its schema, or {@code query}. */
    String name();

    /** Returns the columns that are exported, in their order. */
    List<OutColumn> columns();

    /** Returns their names. */
    default List<String> names() {
        return columns().stream().map(column -> column.name().name()).toList();
    }

    /** Returns what the values of a column are in JSON. */
    CopiedJson.Form form(OutColumn column);

    /** Returns a SELECT of expressions over its rows, in their order. */
    String select(List<String> expressions);

    /** Returns the SELECT of its columns as they are. */
    default String own() {
        return select(OutColumn::csv);
    }

    /** Returns a SELECT of its columns. */
    default String select(Function<OutColumn, String> expression) {
        return select(columns().stream().map(expression).toList());
    }

    /**
     * A table or a view.
     *
     * @param from what follows the columns in a SELECT, down to the condition
     * @param order and what follows that
     * @param all whether every column was asked for
     * @param where the condition, as the user wrote it
     */
    record Table(
            TargetTable table, List<OutColumn> columns, String from, String order, boolean all, Optional<String> where)
            implements Source {

        /** Copies the list. */
        public Table {
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return table.shown();
        }

        @Override
        public String select(List<String> expressions) {
            return "SELECT " + String.join(", ", expressions) + from + order;
        }

        /** What is nothing else in JSON is the text that the server writes. */
        @Override
        public CopiedJson.Form form(OutColumn column) {
            return column.form().orElse(CopiedJson.Form.TEXT);
        }

        /** Returns the names of columns that nobody can set, which are left out. */
        List<String> computed() {
            return !all
                    ? List.of()
                    : table.columns().stream()
                            .filter(TargetColumn::computed)
                            .map(column -> column.name().name())
                            .toList();
        }

        /** Returns what tells one row from another. */
        Optional<UniqueKey> key() {
            return key(table);
        }

        static Optional<UniqueKey> key(TargetTable table) {
            return table.uniques().stream()
                    .filter(unique -> unique.plain() && unique.required())
                    .findFirst();
        }
    }

    /**
     * A SELECT of the user's.
     *
     * @param columns of what it finds
     */
    record Query(String text, List<OutColumn> columns) implements Source {

        /** Copies the list. */
        public Query {
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return "query";
        }

        /** The server makes JSON of what no table's column needs to be made of again. */
        @Override
        public CopiedJson.Form form(OutColumn column) {
            return column.form().orElse(CopiedJson.Form.JSON);
        }

        @Override
        public String own() {
            return text;
        }

        @Override
        public String select(List<String> expressions) {
            return expressions.stream().collect(Collectors.joining(", ", "SELECT ", "\nFROM (")) + text
                    + "\n) AS oneoff_row";
        }
    }
}
