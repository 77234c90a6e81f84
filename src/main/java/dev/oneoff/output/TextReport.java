package dev.oneoff.output;

import dev.oneoff.progress.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders a report for a terminal: aligned columns, no line wider than asked for unless its last column must be whole. */
public final class TextReport {

    private static final String GAP = "  ";

    /** From here on the digits of a number stand in groups. */
    private static final long GROUPED = 10_000;

    /** Of values before and after where there is no terminal: columns as wide as the longest value could not be read. */
    private static final int UNKNOWN_WIDTH = 100;

    private final int width;

    /**
     * Makes a renderer.
     *
     * @param width columns of the terminal; 0 for no limit, when the output is not a terminal
     */
    public TextReport(int width) {
        this.width = width;
    }

    /** Returns the lines, without control characters from data. */
    public List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        for (Section section : report.sections()) {
            List<String> part = lines(section);
            if (!lines.isEmpty() && !part.isEmpty()) {
                lines.add("");
            }
            lines.addAll(part);
        }
        if (!report.headline().isEmpty()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            // Left to the terminal to wrap: a command in it can be copied whole.
            lines.add(Journal.printable(report.headline()));
        }
        return lines;
    }

    private List<String> lines(Section section) {
        if (section instanceof Section.Facts facts) {
            return facts(facts.values());
        }
        if (section instanceof Section.Changes changes) {
            return new ChangesText(width > 0 ? width : UNKNOWN_WIDTH).lines(changes);
        }
        if (section instanceof Section.Notes notes) {
            return notes.lines().stream()
                    .flatMap(note -> new Wrapping(width).lines("- ", Journal.printable(note)).stream())
                    .toList();
        }
        if (section instanceof Section.Parts parts) {
            return parts(parts);
        }
        if (section instanceof Section.Table table) {
            return table(table);
        }
        if (section instanceof Section.Text text) {
            return text.text().lines().toList();
        }
        return scripts((Section.Scripts) section);
    }

    private List<String> parts(Section.Parts parts) {
        List<String> lines = new ArrayList<>();
        for (Report part : parts.parts()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(new Wrapping(width).lines("", Journal.printable(part.headline())));
            lines.addAll(lines(new Report("", part.sections())));
        }
        return lines;
    }

    private List<String> facts(Map<String, @Nullable Object> values) {
        int longest = values.keySet().stream()
                .mapToInt(name -> words(name).length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null) {
                lines.addAll(new Wrapping(width).lines(pad(words(name), longest) + GAP, text(value)));
            }
        });
        return lines;
    }

    private List<String> table(Section.Table table) {
        if (table.rows().isEmpty()) {
            return table.whenEmpty().isEmpty() ? List.of() : List.of(table.whenEmpty());
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(table.columns().stream().map(TextReport::words).toList());
        for (List<@Nullable Object> row : table.rows()) {
            cells.add(row.stream().map(TextReport::text).toList());
        }
        int[] widths = new int[table.columns().size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int whole = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        return table.stacks() && width > 1 && whole > width
                ? new StackedText(width).lines(cells)
                : cells.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            line.append(last ? row.get(i) : pad(row.get(i), widths[i]) + GAP);
        }
        String whole = line.toString().stripTrailing();
        return width > 1 && whole.length() > width ? whole.substring(0, width - 1) + "…" : whole;
    }

    private static List<String> scripts(Section.Scripts scripts) {
        List<String> lines = new ArrayList<>();
        for (Section.Script script : scripts.scripts()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add("-- " + Journal.printable(script.title()));
            script.notes().forEach(note -> lines.add("-- " + Journal.printable(note)));
            for (String sql : script.sql()) {
                String ended = sql.endsWith(";") ? sql : sql + ";";
                ended.lines().map(Journal::printable).forEach(lines::add);
            }
        }
        return lines;
    }

    /** Returns a value as people read it. */
    static String text(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        if (value instanceof Duration duration) {
            // Without the unit: it stands in the name.
            return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
        }
        if (value instanceof Long number) {
            return String.format(Locale.ROOT, number >= GROUPED ? "%,d" : "%d", number);
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof List<?> list) {
            return Journal.printable(
                    String.join(", ", list.stream().map(String::valueOf).toList()));
        }
        return Journal.printable(value instanceof Section.Excerpt excerpt ? excerpt.shown() : String.valueOf(value));
    }

    /** Returns a key as words: {@code startedAt} is {@code started at}. */
    private static String words(String key) {
        StringBuilder words = new StringBuilder();
        for (int at = 0; at < key.length(); at++) {
            char c = key.charAt(at);
            if (Character.isUpperCase(c)) {
                words.append(' ');
            }
            words.append(Character.toLowerCase(c));
        }
        return words.toString();
    }

    private static String pad(String text, int length) {
        return text + " ".repeat(Math.max(0, length - text.length()));
    }
}
