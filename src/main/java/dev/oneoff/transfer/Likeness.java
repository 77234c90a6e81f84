package dev.oneoff.transfer;

import dev.oneoff.transfer.target.TargetColumn;
import java.util.Set;

/** How it is told whether two values of a column have the same text, in the cheapest way that tells it. */
enum Likeness {
    /** Equal values are equal texts. */
    VALUE,
    /** The values are texts: equal in their bytes. */
    BYTES,
    /** By their texts: 1.0 and 1.00 are equal, and so are -0 and 0. */
    TEXT;

    private static final Set<String> VALUES = Set.of(
            "smallint",
            "integer",
            "bigint",
            "boolean",
            "uuid",
            "date",
            "timestamp without time zone",
            "timestamp with time zone",
            "bytea");

    static Likeness of(TargetColumn column) {
        if (column.domain()) {
            return TEXT;
        }
        if (column.bare().equals("text") || column.bare().equals("character varying")) {
            return BYTES;
        }
        // All values of a numeric with a scale are written with as many digits; what would be rounded is rejected
        // before.
        boolean scaled = column.bare().equals("numeric") && column.limit() >= 0;
        boolean whole = column.limit() < 0 && VALUES.contains(column.bare());
        return scaled || whole ? VALUE : TEXT;
    }
}
