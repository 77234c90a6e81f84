package dev.oneoff.transfer.embedded;

import dev.oneoff.transfer.target.TargetColumn;

/**
 * A column that is imported.
 *
 * @param at which one of them it is, from 0
 * @param place of its field in the file, from 1; 0 for a column that the file does not have
 * @param kind of its values
 */
public record Cell(int at, int place, TargetColumn column, Kind kind) {

    /** Makes it. */
    public Cell(int at, int place, TargetColumn column) {
        this(at, place, column, Kind.of(column.bare()));
    }

    String name() {
        return column.name().name();
    }

    /** Returns what makes a value of the column of a text that is bound. */
    String cast() {
        return "CAST(? AS " + column.type() + ")";
    }
}
