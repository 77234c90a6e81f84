package dev.oneoff.transfer;

import dev.oneoff.transfer.target.Reference;

/**
 * A field whose values name rows of another table otherwise than its column does.
 *
 * @param reference from the column to the other table, by one column each
 * @param by the column of the other table that has the field's values, quoted
 */
record Lookup(int place, Reference reference, String by) {

    /** Returns the temporary table with what was found. */
    String found() {
        return "oneoff_found_" + place;
    }
}
