package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.ImportRequest.Values;
import dev.oneoff.transfer.target.TargetColumn;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/** What the texts of a file are before they are values: numbers with a comma, times that do not say where they are. */
record Texts(Session session, Values values) {

    private static final String MONEY = "money";
    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision", MONEY);

    // Points between thousands stand before every three digits or nowhere: 1.234 is 1234, and 1.5 is a mistake.
    private static final String COMMA =
            "'^\\s*[+-]?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d+)?\\s*$|^\\s*([+-]?Infinity|NaN)\\s*$'";

    // No more digits than every server takes, and none that would be rounded.
    private static final String AMOUNT = "'^\\s*[+-]?(\\d{1,16}|\\d{1,3}(\\.\\d{3}){1,4})(,\\d{1,2})?\\s*$'";

    // Work tables of an import are joined as a whole: a tenth of the sample tells enough of them.
    private static final String PINNED = """
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, %s';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL array_nulls = on;
            SET LOCAL xmloption = content;
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
        String number = "replace(replace(" + text + ", '.', ''), ',', '.')";
        if (field.column().bare().equals(MONEY)) {
            // Its own texts are of the server's lc_monetary.
            number = "CAST(CAST(CAST(" + number + " AS numeric) AS money) AS text)";
        }
        return field.with("CASE WHEN " + text + " ~* " + comma(field.column()) + " THEN " + number + " END");
    }

    private static String comma(TargetColumn column) {
        return column.bare().equals(MONEY) ? AMOUNT : COMMA;
    }

    private boolean comma(Field field) {
        return values.decimalComma() && NUMBERS.contains(field.column().bare()) && field.place() > 0;
    }

    /** Rejects what can be read in two ways. */
    void check(Heading heading) {
        for (Field field : heading.fields()) {
            // What is looked up is a name, whatever the column is that it fills.
            boolean name = heading.lookups().stream().anyMatch(lookup -> lookup.place() == field.place());
            if (field.place() == 0 || name) {
                continue;
            }
            if (comma(field)) {
                reject(field, "%s !~* " + comma(field.column()), "parse", "no number with a decimal comma");
            }
            for (Times.Rule rule : Times.rules(field.column(), zoneless(field.column()))) {
                reject(field, rule.broken(), "type", rule.reason());
            }
        }
    }

    /** Says whether a column wants a time zone, and none is said for all of them. */
    boolean zoneless(TargetColumn column) {
        return Times.zoned(column) && values.timeZone().isEmpty();
    }

    private void reject(Field field, String wrong, String code, String reason) {
        String text = Field.raw(field.place());
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT r.line, "
                + field.place() + ", " + field.literal() + ", " + text + ", " + Literal.of(code) + ", "
                + Literal.of(reason) + "\nFROM oneoff_raw AS r\nWHERE " + wrong.formatted(text));
    }
}
