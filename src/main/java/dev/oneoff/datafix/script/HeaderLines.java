package dev.oneoff.datafix.script;

import dev.oneoff.config.Nearest;
import dev.oneoff.datafix.statement.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The leading comment block of a script. A line {@code -- word: text} is a key; any other comment there is for people; the
 * first line that is neither a comment nor blank, or a section's line, ends it.
 */
final class HeaderLines {

    private static final Pattern KEY = Pattern.compile("--\\s*([A-Za-z_][A-Za-z_-]*)\\s*:\\s*(.*)");

    /** A key's text and where it stands. */
    record Entry(String text, int line) {}

    private final Refusal errors;
    private final Map<HeaderKey, Entry> entries = new EnumMap<>(HeaderKey.class);

    private HeaderLines(Refusal errors) {
        this.errors = errors;
    }

    static HeaderLines of(List<String> lines, Refusal errors) {
        HeaderLines header = new HeaderLines(errors);
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at).strip();
            boolean comment = line.isEmpty() || line.startsWith("--");
            if (!comment || SectionLines.kind(line).isPresent()) {
                break;
            }
            header.take(line, at + 1);
        }
        return header;
    }

    Optional<Entry> get(HeaderKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    private void take(String line, int number) {
        Matcher matcher = KEY.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String word = matcher.group(1);
        HeaderKey key = HeaderKey.of(word).orElseThrow(() -> unknown(word, number));
        if (matcher.group(2).isBlank()) {
            throw errors.at(
                    number, "the key " + word + " has no value", "Write one after the colon, or take the line out.");
        }
        Entry before = entries.put(key, new Entry(matcher.group(2).strip(), number));
        if (before != null) {
            throw errors.at(
                    number, "the key " + word + " is there twice, first in line " + before.line(), "Keep one of them.");
        }
    }

    private RuntimeException unknown(String word, int number) {
        List<String> known = new ArrayList<>(
                Arrays.stream(HeaderKey.values()).map(HeaderKey::word).toList());
        String meant = Nearest.to(word, known)
                .map(near -> "Did you mean " + near + "? ")
                .orElse("");
        return errors.at(
                number,
                "unknown key " + word,
                meant + "Keys are " + String.join(", ", known)
                        + "; a remark without a colon after its first word is fine.");
    }
}
