package dev.oneoff.transfer.export.mask;

import java.time.LocalDate;
import java.util.Locale;

/** Dates and times as PostgreSQL writes them with {@code DateStyle ISO}: any year, {@code BC}, and infinity. */
final class Days {

    private static final String BC = " BC";

    private Days() {}

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
