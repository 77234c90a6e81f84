package dev.oneoff.transfer.target;

import java.util.List;

/**
 * A CHECK constraint of the table that is imported into.
 *
 * @param expression as the catalogue writes it
 * @param columns those it names
 */
public record Rule(String name, String expression, List<String> columns) {

    /** Copies the lists. */
    public Rule {
        columns = List.copyOf(columns);
    }
}
