package dev.oneoff.transfer;

import dev.oneoff.transfer.target.TargetColumn;
import java.util.ArrayList;
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

    private static final String DAY = "'^[^:]*\\d[-/. T]+[^:]*\\d:'";

    // Of an element of an array or a range: a time at its end, a time with a distance from UTC, a time that is not
    // midnight.
    private static final String BARE_TIME = "'[T ]\\d{1,2}:\\d\\d(:\\d\\d(\\.\\d+)?)?( ?(AD|BC))?\\s*[]\"\\\\,)}]'";
    private static final String FAR_TIME = "'[T ]\\d{1,2}:\\d\\d[^]\"\\\\,)}]*[+-](?!00(:?00)?[]\"\\\\,)}])\\d'";
    private static final String ANY_TIME = "'[T ](?!00:00(:00(\\.0+)?)?(Z|[+-]00(:?00)?)?[]\"\\\\,)}])\\d{1,2}:\\d\\d'";

    private Times() {}

    /**
     * What makes a text one that says more or less.
     *
     * @param broken a condition on the text, which it names by %1$s
     */
    record Rule(String broken, String reason) {}

    /** Says whether a column keeps times or days, alone or several. */
    static boolean kept(TargetColumn column) {
        return !element(column).isEmpty();
    }

    /** Says whether a column keeps times of a zone, alone or several. */
    static boolean zoned(TargetColumn column) {
        return element(column).endsWith(" with time zone");
    }

    /** Returns what the texts of a column must not be. */
    static List<Rule> rules(TargetColumn column, boolean zoneless) {
        boolean several = !element(column).equals(column.bare());
        List<Rule> rules = new ArrayList<>();
        switch (element(column)) {
            case "timestamp with time zone", "time with time zone" -> {
                if (zoneless) {
                    rules.add(new Rule(several ? "%1$s ~ " + BARE_TIME : "%1$s !~* " + ZONE, ZONED));
                }
            }
            case "timestamp without time zone" -> rules.add(new Rule(several ? "%1$s ~ " + FAR_TIME : far(), UNZONED));
            case "time without time zone" -> {
                if (!several) {
                    rules.add(new Rule(far(), UNZONED));
                    rules.add(new Rule("%1$s ~ " + DAY, "has a day, which the column does not keep"));
                }
            }
            case "date" ->
                rules.add(new Rule(
                        several ? "%1$s ~ " + ANY_TIME : "%1$s ~ ':' AND %1$s !~ " + MIDNIGHT,
                        "has a time of day, which the column does not keep"));
            default -> {
                // No time.
            }
        }
        return rules;
    }

    private static String far() {
        return "%1$s ~* " + ZONE + " AND %1$s !~* " + UTC;
    }

    /** Returns the type of a time or day, or of each of several; empty for other types. */
    private static String element(TargetColumn column) {
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
