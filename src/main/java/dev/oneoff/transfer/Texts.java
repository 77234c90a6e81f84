package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.ImportRequest.Values;
import dev.oneoff.transfer.target.TargetColumn;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/** What the texts of a file are before they are values: numbers with a comma, times that do not say where they are. */
record Texts(Session session, Values values) {

    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
    private static final String ZONED = "timestamp with time zone";

    // Points between thousands stand before every three digits or nowhere: 1.234 is 1234, and 1.5 is a mistake.
    private static final String COMMA =
            "'^\\s*[+-]?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d+)?\\s*$|^\\s*([+-]?Infinity|NaN)\\s*$'";

    // After the minutes comes a sign with a digit, or the letters of a zone; nothing but a date has none.
    private static final String ZONE =
            "'^\\s*-?infinity\\s*$|^\\s*(epoch|now)\\s*$|^[^:]*:\\d\\d.*([+-]\\d|(?<![a-z])(?!(am|pm|bc|ad)\\M)[a-z])'";

    // Words that are no times name no zone, and UTC is what a time without one is mostly of.
    private static final String UTC = "'^\\s*-?infinity\\s*$|^\\s*(epoch|now)\\s*$|(Z|[+-]00(:?00)?|UTC)\\s*$'";

    private static final String MIDNIGHT = "'[T ]00:00(:00(\\.0+)?)?\\s*(Z|[+-]00(:?00)?)?$'";

    // Work tables of an import are joined as a whole: a tenth of the sample tells enough of them.
    private static final String PINNED = """
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, %s';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL row_security = off;
            SET LOCAL default_statistics_target = 10;
            SET LOCAL work_mem = '64MB'""";

    /** Has the server read and write values in one way for the rest of the transaction. */
    void pin() {
        session.execute(PINNED.formatted(values.dates().map(Enum::name).orElse("YMD")));
    }

    /** Has a time without a zone be one of the zone that is said, until {@link #leaveZone}. */
    void enterZone() {
        values.timeZone().map(Texts::zone).ifPresent(zone -> session.execute("SET LOCAL TIME ZONE " + zone));
    }

    /** A distance from UTC is no name: the server would read it with the other sign (manual, B.5). */
    private static String zone(ZoneId zone) {
        return zone.normalized() instanceof ZoneOffset offset
                ? "INTERVAL " + Literal.of(offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId())
                        + " HOUR TO MINUTE"
                : Literal.of(zone.getId());
    }

    /** Has times be shown as those of UTC again. */
    void leaveZone() {
        values.timeZone().ifPresent(zone -> session.execute("SET LOCAL TimeZone = 'UTC'"));
    }

    /** Returns a field with the expression that makes the text that its column reads. */
    Field read(Field field) {
        if (!comma(field)) {
            return field;
        }
        String text = field.value();
        return field.with(
                "CASE WHEN " + text + " ~* " + COMMA + " THEN replace(replace(" + text + ", '.', ''), ',', '.') END");
    }

    private boolean comma(Field field) {
        return values.decimalComma() && NUMBERS.contains(field.column().bare()) && field.place() > 0;
    }

    /** Rejects what can be read in two ways. */
    void check(Heading heading) {
        for (Field field : heading.fields()) {
            if (comma(field)) {
                reject(field, "%s !~* " + COMMA, "parse", "no number with a decimal comma");
            }
            if (field.place() > 0) {
                times(field);
            }
        }
    }

    private void times(Field field) {
        if (zoneless(field.column())) {
            reject(
                    field,
                    "%s !~* " + ZONE,
                    "type",
                    "names no time zone; say which one is meant, --timezone Europe/Berlin for example");
        }
        if (field.column().bare().equals("timestamp without time zone")) {
            reject(
                    field,
                    "%1$s ~* " + ZONE + " AND %1$s !~* " + UTC,
                    "type",
                    "names a time zone, which the column does not keep");
        }
        if (field.column().bare().equals("date")) {
            reject(
                    field,
                    "%1$s ~ ':' AND %1$s !~ " + MIDNIGHT,
                    "type",
                    "has a time of day, which the column does not keep");
        }
    }

    /** Says whether a column wants a time zone, and none is said for all of them. */
    boolean zoneless(TargetColumn column) {
        return column.bare().equals(ZONED) && values.timeZone().isEmpty();
    }

    private void reject(Field field, String wrong, String code, String reason) {
        String text = Field.raw(field.place());
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT r.line, "
                + field.place() + ", " + field.literal() + ", " + text + ", " + Literal.of(code) + ", "
                + Literal.of(reason) + "\nFROM oneoff_raw AS r\nWHERE " + wrong.formatted(text));
    }
}
