package dev.oneoff.datafix.plan;

/**
 * A column of a table.
 *
 * @param generated whether the server computes it
 * @param present whether it is NOT NULL, for all rows there are
 */
record StoredColumn(Column column, boolean generated, boolean present) {

    String name() {
        return column.name().name();
    }
}
