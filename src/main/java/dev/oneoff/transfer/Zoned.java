package dev.oneoff.transfer;

import dev.oneoff.rows.Records;
import dev.oneoff.transfer.target.TargetColumn;

/**
 * Looks at the bytes of a time whether it says no more and no less than its column keeps: a zone, or none. Sure of what it says
 * yes to; whoever gets a no looks again.
 */
record Zoned(Records records, int field) {

    /** Says whether a field, counted from 0, can be read in one way only. */
    static boolean clear(Records records, int field, TargetColumn column, boolean zoneless) {
        if (records.from(field) == records.to(field)) {
            return true;
        }
        Zoned time = new Zoned(records, field);
        return switch (column.bare()) {
            case "time without time zone" -> time.colon() - records.from(field) <= 2 && !time.zone();
            case "timestamp without time zone" -> !time.zone();
            case "timestamp with time zone", "time with time zone" -> !zoneless || time.sign();
            default -> !Times.kept(column) || time.colon() == records.to(field);
        };
    }

    private int colon() {
        int at = records.from(field);
        while (at < records.to(field) && records.bytes()[at] != ':') {
            at++;
        }
        return at;
    }

    /** It names a zone as it mostly does: by a sign after its first colon, or a Z at its end. */
    private boolean sign() {
        for (int at = colon(); at < records.to(field); at++) {
            byte b = records.bytes()[at];
            if (b == '+' || b == '-' || b == 'Z') {
                return true;
            }
        }
        return false;
    }

    /** It may name a zone: by a sign or a letter after its first colon. */
    private boolean zone() {
        for (int at = colon(); at < records.to(field); at++) {
            byte b = records.bytes()[at];
            if (b == '+' || b == '-' || b >= 'A' || b < 0) {
                return true;
            }
        }
        return false;
    }
}
