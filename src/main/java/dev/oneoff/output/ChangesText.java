package dev.oneoff.output;

import dev.oneoff.progress.Journal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders values before and after in columns that share the width: the widest gives way first, what is cut ends in …
 *
 * @param width columns there are
 */
record ChangesText(int width) {

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    List<String> lines(Section.Changes changes) {
        if (changes.changes().isEmpty()) {
            return changes.whenEmpty().isEmpty() ? List.of() : List.of(changes.whenEmpty());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("key", "column", "before", "after"));
        changes.changes().forEach(change -> rows.add(cells(change)));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(differing(row, widths), widths)).toList();
    }

    private static List<String> cells(Section.Change change) {
        String none = change.column() == null ? "(no row)" : "NULL";
        return List.of(
                shown(change.key(), "(new)"),
                shown(change.column(), "(row)"),
                shown(change.before(), none),
                shown(change.after(), none));
    }

    private static String shown(@Nullable String value, String none) {
        return value == null ? none : Journal.printable(value);
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int room = width - GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    /** Where long values begin alike, shows them from a little before the place where they differ. */
    private static List<String> differing(List<String> row, int[] widths) {
        String before = row.get(2);
        String after = row.get(3);
        if (before.length() <= widths[2] && after.length() <= widths[3]) {
            return row;
        }
        int alike = 0;
        while (alike < Math.min(before.length(), after.length()) && before.charAt(alike) == after.charAt(alike)) {
            alike++;
        }
        int from = alike - NARROWEST / 2;
        if (from <= 0 || alike < Math.min(widths[2], widths[3]) - NARROWEST) {
            return row;
        }
        return List.of(row.get(0), row.get(1), "…" + before.substring(from), "…" + after.substring(from));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String cut = cell.length() > widths[i] ? cell.substring(0, widths[i] - 1) + "…" : cell;
            line.append(cut).append(" ".repeat(widths[i] - cut.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
