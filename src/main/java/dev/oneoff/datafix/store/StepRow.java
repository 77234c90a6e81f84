package dev.oneoff.datafix.store;

import java.util.List;

/**
 * What a step does, as it is needed to take it back without its script.
 *
 * @param number from 1
 * @param form update, delete or insert
 * @param target the changed table, quoted, with its schema
 * @param keyColumns the columns its rows are found by: name and type, in turn
 * @param columns the columns whose values are kept: name and type, in turn
 */
public record StepRow(int number, String form, String target, List<String> keyColumns, List<String> columns) {

    /** Copies the lists. */
    public StepRow {
        keyColumns = List.copyOf(keyColumns);
        columns = List.copyOf(columns);
    }
}
