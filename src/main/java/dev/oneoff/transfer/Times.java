package dev.oneoff.transfer;

import dev.oneoff.transfer.target.TargetColumn;
import java.util.List;

/** What the text of a time may say: no more and no less than its column keeps, or it would be lost or guessed in silence. */
final class Times {

    private static final String ZONED =
            "names no time zone; say which one is meant, --timezone Europe/Berlin for example";
    static final String UNZONED = "names a time zone, which the column does not keep";

    // After the minutes comes a sign with a digit, or the letters of a zone; nothing but a date has none.
    private static final String ZONE =
            "'^\\s*-?infinity\\s*$|^\\s*(epoch|now)\\s*$|^[^:]*:\\d\\d.*([+-]\\d|(?<![a-z])(?!(am|pm|bc|ad)\\M)[a-z])'";

    // Words that are no times name no zone, and UTC is what a time without one is mostly of.
    private static final String UTC = "'^\\s*-?infinity\\s*$|^\\s*(epoch|now)\\s*$|(Z|[+-]00(:?00)?|UTC)\\s*$'";

    private static final String MIDNIGHT = "'[T ]00:00(:00(\\.0+)?)?\\s*(Z|[+-]00(:?00)?)?$'";

    // The same of a time alone, which may be written without a colon.
    private static final String CLOCK_ZONE =
            ZONE.substring(0, ZONE.length() - 1) + "|^\\s*T?\\d{4,6}(\\.\\d+)?\\s*([+-]\\d|[a-z])|^\\s*allballs\\s*$'";

    private static final String CLOCK_UTC = UTC.substring(0, UTC.length() - 1) + "|^\\s*allballs\\s*$'";

    // Two signs of one kind, with a month between.
    private static final String DAY = "'\\d([-/.])\\w+\\1\\d|^\\s*\\d{8}[T ]'";

    // What stands between the elements of an array or the bounds of a range; no time has any of it.
    private static final String BETWEEN = "'[][(){}\",\\\\]+'";

    // Before an array that does not count from one.
    private static final String COUNTS = "'^\\s*(\\[[^]]*\\])+='";

    private Times() {}

    /**
     * What makes a text one that says more or less.
     *
     * @param broken a condition on the text, which it names by %1$s
     */
    record Rule(String broken, String reason) {}

    /** Says whether a column keeps times of a zone, alone or several. */
    static boolean zoned(TargetColumn column) {
        return element(column).endsWith(" with time zone");
    }

    /** Returns what the texts of a column must not be. */
    static List<Rule> rules(TargetColumn column, boolean zoneless) {
        String element = element(column);
        List<Rule> rules = single(element, zoneless);
        return element.equals(column.bare())
                ? rules
                : rules.stream().map(Times::ofAny).toList();
    }

    private static List<Rule> single(String type, boolean zoneless) {
        Rule day = new Rule("%1$s ~ " + DAY, "has a day, which the column does not keep");
        return switch (type) {
            case "timestamp with time zone" -> zoneless ? List.of(new Rule("%1$s !~* " + ZONE, ZONED)) : List.of();
            case "timestamp without time zone" ->
                List.of(new Rule("%1$s ~* " + ZONE + " AND %1$s !~* " + UTC, UNZONED));
            case "time with time zone" ->
                zoneless
                        ? List.of(day, new Rule("%1$s !~* " + CLOCK_ZONE + " AND %1$s !~ " + DAY, ZONED))
                        : List.of(day);
            case "time without time zone" ->
                List.of(
                        day,
                        new Rule(
                                "%1$s ~* " + CLOCK_ZONE + " AND %1$s !~* " + CLOCK_UTC + " AND %1$s !~ " + DAY,
                                UNZONED));
            case "date" ->
                List.of(new Rule(
                        "%1$s ~ ':' AND %1$s !~ " + MIDNIGHT, "has a time of day, which the column does not keep"));
            default -> List.of();
        };
    }

    private static Rule ofAny(Rule one) {
        return new Rule(
                "EXISTS (SELECT FROM regexp_split_to_table(regexp_replace(%1$s, " + COUNTS + ", ''), " + BETWEEN
                        + ") AS e (part)"
                        + " WHERE btrim(e.part) <> '' AND lower(btrim(e.part)) NOT IN ('null', 'empty') AND "
                        + one.broken().formatted("e.part") + ")",
                one.reason());
    }

    /** Returns the type of a time or day, or of each of several; empty for other types. */
    static String element(TargetColumn column) {
        String type = column.bare().replace("[]", "");
        return switch (type) {
            case "date", "daterange", "datemultirange" -> "date";
            case "timestamp without time zone", "tsrange", "tsmultirange" -> "timestamp without time zone";
            case "timestamp with time zone", "tstzrange", "tstzmultirange" -> "timestamp with time zone";
            case "time without time zone", "time with time zone" -> type;
            default -> "";
        };
    }
}
