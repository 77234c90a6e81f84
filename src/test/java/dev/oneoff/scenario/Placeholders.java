package dev.oneoff.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The changing parts of expected lines, as {@code <name>}. A name that is not listed here stands for itself. {@code <...>}
 * is any text within a line; alone on its line it is any number of lines.
 */
final class Placeholders {

    private static final String ANY_LINES = "<...>";
    private static final Pattern NAME = Pattern.compile("<(?:[a-z]+|\\.\\.\\.)>");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
    private static final Pattern RUN = Pattern.compile("\\b\\d{8}-\\d{6}-[0-9a-z]{5}\\b");
    private static final Pattern SECONDS = Pattern.compile("(?<![\\w.])\\d+\\.\\d+(?= s\\b)");

    private final Map<String, String> patterns = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    Placeholders() {
        patterns.put("<time>", TIME.pattern());
        patterns.put("<seconds>", "\\d+(?:\\.\\d+)?");
        patterns.put("<number>", "\\d+");
        patterns.put("<port>", "\\d{1,5}");
        patterns.put("<run>", "[0-9A-Za-z-]+");
        patterns.put("<hash>", "[0-9a-f:]{7,}");
        patterns.put("<version>", "\\d+(?:\\.\\d+)+[0-9A-Za-z.+-]*");
        patterns.put(ANY_LINES, ".*");
    }

    /** Adds one whose value is known: {@code <folder>}, {@code <database>}. Add a longer value before its own parts. */
    Placeholders with(String name, String value) {
        patterns.put(name, Pattern.quote(value));
        values.put(name, value);
        return this;
    }

    boolean match(List<String> expected, List<String> actual) {
        StringBuilder regex = new StringBuilder();
        for (String line : expected) {
            regex.append(line.equals(ANY_LINES) ? "(?:.*\n)*?" : regex(line) + "\n");
        }
        StringBuilder text = new StringBuilder();
        actual.forEach(line -> text.append(line).append('\n'));
        return Pattern.matches(regex.toString(), text);
    }

    private String regex(String line) {
        StringBuilder regex = new StringBuilder();
        Matcher names = NAME.matcher(line);
        int end = 0;
        while (names.find()) {
            regex.append(Pattern.quote(line.substring(end, names.start())));
            regex.append(patterns.getOrDefault(names.group(), Pattern.quote(names.group())));
            end = names.end();
        }
        return regex.append(Pattern.quote(line.substring(end))).toString();
    }

    /** Returns the actual lines, each as the expected line that it matches, else with what is known to change replaced. */
    List<String> rewrite(List<String> expected, List<String> actual) {
        if (match(expected, actual)) {
            return expected;
        }
        List<String> unused = new ArrayList<>(expected);
        unused.removeIf(ANY_LINES::equals);
        List<String> lines = new ArrayList<>();
        for (String line : actual) {
            String kept = unused.stream()
                    .filter(candidate -> match(List.of(candidate), List.of(line)))
                    .findFirst()
                    .orElse(null);
            lines.add(kept == null ? generalise(line) : kept);
            unused.remove(kept);
        }
        return lines;
    }

    private String generalise(String line) {
        String general = line;
        for (Map.Entry<String, String> known : values.entrySet()) {
            general = general.replace(known.getValue(), known.getKey());
        }
        general = TIME.matcher(general).replaceAll("<time>");
        general = RUN.matcher(general).replaceAll("<run>");
        return SECONDS.matcher(general).replaceAll("<seconds>");
    }
}
