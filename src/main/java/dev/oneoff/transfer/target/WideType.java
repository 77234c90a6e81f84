package dev.oneoff.transfer.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A type of H2 without what limits it, so that a cast to it neither cuts nor rounds. H2 manual, Data Types. */
final class WideType {

    // A quoted text is a value of an ENUM and is left alone.
    private static final Pattern LIMITED = Pattern.compile("'(?:[^']|'')*'"
            + "|INTERVAL SECOND(?:\\(\\d+(?:, \\d+)?\\))?"
            + "|(INTERVAL (?:YEAR|MONTH|DAY|HOUR|MINUTE))(?:\\(\\d+\\))?( TO (?:MONTH|HOUR|MINUTE|SECOND))?(?:\\(\\d+\\))?"
            + "|(TIMESTAMP|TIME)(?:\\(\\d+\\))?( WITH TIME ZONE)?"
            + "|(?:NUMERIC|DECFLOAT)(?:\\(\\d+(?:, \\d+)?\\))?"
            + "|(CHARACTER VARYING|BINARY VARYING)\\(\\d+\\)"
            + "|ARRAY\\[\\d+\\]");

    private WideType() {}

    static String of(String type) {
        return LIMITED.matcher(type).replaceAll(found -> Matcher.quoteReplacement(wide((Matcher) found)));
    }

    private static String wide(Matcher found) {
        String whole = found.group();
        if (whole.startsWith("'")) {
            return whole;
        }
        if (whole.startsWith("INTERVAL SECOND")) {
            return "INTERVAL SECOND(18, 9)";
        }
        if (found.group(1) != null) {
            String end = found.group(2) == null ? "" : found.group(2);
            return found.group(1) + "(18)" + end + (end.endsWith("SECOND") ? "(9)" : "");
        }
        if (found.group(3) != null) {
            return found.group(3) + "(9)" + (found.group(4) == null ? "" : found.group(4));
        }
        if (found.group(5) != null) {
            return found.group(5);
        }
        return whole.startsWith("ARRAY") ? "ARRAY" : "DECFLOAT";
    }
}
