package dev.oneoff.transfer.target;

import java.util.Optional;

/** What a column's type limits beside what its values are: a cast to it would cut or round. PostgreSQL manual, 8.1 and 8.3. */
public record Limit(TargetColumn column) {

    private static final int HEADER = 4;
    private static final int SCALE = 0x7ff;

    /** Returns a condition that holds for values that do not fit; empty where all do. */
    public Optional<String> broken(String value) {
        if (column.limit() < 0) {
            return Optional.empty();
        }
        int limit = column.limit();
        return switch (column.bare()) {
            case "character varying", "bpchar" -> Optional.of("char_length(" + value + ") > " + (limit - HEADER));
            case "\"bit\"", "bit" -> Optional.of("length(" + value + ") <> " + limit);
            case "bit varying" -> Optional.of("length(" + value + ") > " + limit);
            case "numeric" -> Optional.of(number(value, limit - HEADER));
            // Times with a precision, arrays of what is limited.
            default -> Optional.of("CAST(" + value + " AS " + column.type() + ") IS DISTINCT FROM " + value);
        };
    }

    /** Returns how many characters a text may have. */
    public int characters() {
        return column.limit() - HEADER;
    }

    /** Returns how many digits a numeric keeps after its point; since PostgreSQL 15 it may be negative, in eleven bits. */
    public int scale() {
        return ((column.limit() - HEADER & SCALE) ^ 0x400) - 0x400;
    }

    private String number(String value, int limit) {
        int digits = limit >> 16 & 0xffff;
        int scale = scale();
        // Infinity is larger than any.
        return value + " <> 'NaN' AND (abs(" + value + ") >= 10::numeric ^ (" + (digits - scale) + ") OR " + value
                + " <> round(" + value + ", " + scale + "))";
    }
}
