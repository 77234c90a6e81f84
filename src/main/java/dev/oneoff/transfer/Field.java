package dev.oneoff.transfer;

import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.transfer.target.TargetColumn;

/**
 * A column of the table that is imported, and where its values come from.
 *
 * @param place of the field in the file, from 1; 0 for a column that the file does not have
 * @param value the value's text, as an expression on the row {@code r} of the staging table
 * @param sparse whether some rows lack it
 */
record Field(int place, TargetColumn column, String value, boolean sparse) {

    /** Makes one that is a field as it is. */
    static Field plain(int place, TargetColumn column, boolean sparse) {
        return new Field(place, column, raw(place), sparse);
    }

    /** Returns the column of the staging table that holds a field of the file. */
    static String raw(int place) {
        return "r.c" + place;
    }

    /** Says whether the value is the field as it stands. */
    boolean plain() {
        return value.equals(raw(place)) && !sparse;
    }

    /** Returns the same with another expression. */
    Field with(String other) {
        return new Field(place, column, other, sparse);
    }

    /** Returns the name as a literal. */
    String literal() {
        return Literal.of(column.name().name());
    }

    /** Returns the condition that a row of the file, by its alias, has the field at all. */
    String given(String row) {
        return sparse ? "substr(" + row + ".oneoff_given, " + place + ", 1) = '1'" : "TRUE";
    }

    /** Returns what an update sets, of a row s of the file: a row t of the table keeps what the file does not say of it. */
    String updated() {
        String quoted = column.quoted();
        return sparse ? "CASE WHEN " + given("s") + " THEN s." + quoted + " ELSE t." + quoted + " END" : "s." + quoted;
    }

    /** Returns the value that the column has then. What it has already is not cast: a rule of its domain may be younger. */
    String becoming() {
        String set = "CAST(s." + column.quoted() + " AS " + column.type() + ")";
        return sparse ? "CASE WHEN " + given("s") + " THEN " + set + " ELSE t." + column.quoted() + " END" : set;
    }

    static JsonKind kind(TargetColumn column) {
        if (column.bare().equals("jsonb[]") || column.bare().equals("json[]")) {
            return JsonKind.JSON_ARRAY;
        }
        if (column.bare().endsWith("[]") || column.bare().endsWith(" ARRAY")) {
            return JsonKind.ARRAY;
        }
        return switch (column.bare()) {
            case "jsonb", "JSON" -> JsonKind.JSON;
            case "json" -> JsonKind.JSON_TEXT;
            default -> JsonKind.SCALAR;
        };
    }
}
