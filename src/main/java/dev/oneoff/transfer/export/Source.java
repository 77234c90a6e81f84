package dev.oneoff.transfer.export;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where rows come from. */
sealed interface Source {

    /** Returns the table with its schema, or {@code query}. */
    String name();

    /** Returns what people ought to know of it. */
    List<String> notes();

    /**
     * A table or a view.
     *
     * @param columns those that are exported, in their order
     * @param from what follows them in a SELECT, down to the condition
     * @param order and what follows that
     */
    record Table(String name, List<OutColumn> columns, String from, String order, List<String> notes)
            implements Source {

        public Table {
            columns = List.copyOf(columns);
            notes = List.copyOf(notes);
        }

        /** Returns the SELECT of its rows. */
        String select(Function<OutColumn, String> expression) {
            return "SELECT " + columns.stream().map(expression).collect(Collectors.joining(", ")) + from + order;
        }
    }

    /** A SELECT of the user's. */
    record Query(String text) implements Source {

        @Override
        public String name() {
            return "query";
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }
}
