package dev.oneoff.transfer;

import dev.oneoff.rows.Records;
import dev.oneoff.transfer.target.TargetColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the bytes of a time whether it says no more and no less than its column keeps: a zone, or none. Sure of what it says
 * yes to; whoever gets a no looks again.
 *
 * @param field from 0
 * @param keeps the type of the times that the column has
 * @param several whether it has several in a value
 * @param zoneless whether no zone is said for those that name none
 */
record Zoned(int field, String keeps, boolean several, boolean zoneless) {

    /** Returns those of fields whose values can be read in more than one way. */
    static List<Zoned> of(List<Field> fields, Texts texts) {
        List<Zoned> all = new ArrayList<>();
        for (Field field : fields) {
            TargetColumn column = field.column();
            String keeps = Times.element(column);
            boolean zoneless = texts.zoneless(column);
            if (!Times.rules(column, zoneless).isEmpty()) {
                all.add(new Zoned(field.place() - 1, keeps, !keeps.equals(column.bare()), zoneless));
            }
        }
        return all;
    }

    /** Says whether its field can be read in one way only. */
    boolean clear(Records records) {
        int from = records.from(field);
        int to = records.to(field);
        if (from == to) {
            return true;
        }
        if (several) {
            // Of moments, days alone want a zone, too; a time may have one without a colon.
            return (keeps.equals("date") || keeps.equals("timestamp without time zone")) && colon(records) == to;
        }
        int hours = records.bytes()[from] == '"' ? 3 : 2;
        boolean alone = colon(records) - from <= hours;
        return switch (keeps) {
            case "date" -> colon(records) == to;
            case "time without time zone" -> alone && !zone(records);
            case "time with time zone" -> alone && (!zoneless || sign(records));
            case "timestamp without time zone" -> !zone(records);
            default -> sign(records);
        };
    }

    private int colon(Records records) {
        int at = records.from(field);
        while (at < records.to(field) && records.bytes()[at] != ':') {
            at++;
        }
        return at;
    }

    /** It names a zone as it mostly does: by a sign after its first colon, or a Z at its end. */
    private boolean sign(Records records) {
        for (int at = colon(records); at < records.to(field); at++) {
            byte b = records.bytes()[at];
            if (b == '+' || b == '-' || b == 'Z') {
                return true;
            }
        }
        return false;
    }

    /** It may name a zone: by a sign or a letter after its first colon. */
    private boolean zone(Records records) {
        for (int at = colon(records); at < records.to(field); at++) {
            byte b = records.bytes()[at];
            if (b == '+' || b == '-' || b >= 'A' || b < 0) {
                return true;
            }
        }
        return false;
    }
}
