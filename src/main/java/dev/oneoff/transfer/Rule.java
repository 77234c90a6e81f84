package dev.oneoff.transfer;

import java.util.List;

/**
 * A CHECK constraint of the table that is imported into.
 *
 * @param expression as the catalogue writes it
 * @param columns those it names
 */
record Rule(String name, String expression, List<String> columns) {

    Rule {
        columns = List.copyOf(columns);
    }
}
