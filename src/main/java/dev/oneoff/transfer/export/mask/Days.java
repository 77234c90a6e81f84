package dev.oneoff.transfer.export.mask;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as PostgreSQL writes them with {@code DateStyle ISO}: any year, {@code BC}, and infinity. */
public final class Days {

    private static final String BC = " BC";
    private static final Pattern THROUGH_ZERO = Pattern.compile("(-\\d+|0000)(-.*)");

    private Days() {}

    /** Returns a date, or what begins with one, of the embedded database, which counts years through 0, as PostgreSQL writes it. */
    public static String withEra(String value) {
        Matcher found = THROUGH_ZERO.matcher(value);
        return found.matches() ? "%04d%s".formatted(1 - Integer.parseInt(found.group(1)), found.group(2)) + BC : value;
    }

    /** Returns it as the embedded database writes it. */
    public static String withoutEra(String value) {
        if (!value.endsWith(BC)) {
            return value;
        }
        int dash = value.indexOf('-');
        int year = Integer.parseInt(value.substring(0, dash)) - 1;
        return (year == 0 ? "" : "-") + "%04d".formatted(year) + value.substring(dash, value.length() - BC.length());
    }

    /** Returns the same time so many days later; infinity as it is. */
    static String shifted(String value, int days) {
        if (value.endsWith("infinity")) {
            return value;
        }
        boolean before = value.endsWith(BC);
        String written = before ? value.substring(0, value.length() - BC.length()) : value;
        int blank = written.indexOf(' ');
        String date = blank < 0 ? written : written.substring(0, blank);
        String time = blank < 0 ? "" : written.substring(blank);
        String[] parts = date.split("-", -1);
        int year = Integer.parseInt(parts[0]);
        // There is no year 0: 1 BC is what a calendar counts as 0.
        LocalDate shifted = LocalDate.of(
                        before ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
                .plusDays(days);
        boolean ends = shifted.getYear() <= 0;
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d%s%s",
                ends ? 1 - shifted.getYear() : shifted.getYear(),
                shifted.getMonthValue(),
                shifted.getDayOfMonth(),
                time,
                ends ? BC : "");
    }
}
