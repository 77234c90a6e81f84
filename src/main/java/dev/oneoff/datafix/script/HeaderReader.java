package dev.oneoff.datafix.script;

import dev.oneoff.config.Nearest;
import dev.oneoff.datafix.script.Header.Effects;
import dev.oneoff.datafix.script.Header.Images;
import dev.oneoff.datafix.script.Header.Phase;
import dev.oneoff.datafix.script.Header.RowsFile;
import dev.oneoff.datafix.statement.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a header of its lines; every value that cannot be understood is an error at its line. */
record HeaderReader(HeaderLines lines, Refusal errors) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");
    private static final Pattern QUARANTINE = Pattern.compile("quarantine\\s+(\\d{1,9})");
    private static final Pattern FILE = Pattern.compile("(\\S.*?)\\s*\\((.*)\\)");
    // A type, and nothing that could be more SQL: words, a schema, a length, an array.
    private static final String TYPE =
            "[A-Za-z_\"][A-Za-z0-9_$.\" ]*(?:\\(\\s*\\d+\\s*(?:,\\s*-?\\d+\\s*)?\\))?[A-Za-z ]*(?:\\[\\s*])*";
    private static final Pattern TYPED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s+(" + TYPE + ")");

    Header read() {
        return new Header(
                lines.get(HeaderKey.FIX)
                        .map(HeaderLines.Entry::text)
                        .orElseThrow(() -> errors.at(
                                1,
                                "the script does not say why it is there",
                                "Begin it with a line like: -- fix: Addresses were stored as typed")),
                lines.get(HeaderKey.TICKET).map(HeaderLines.Entry::text),
                value(HeaderKey.KEY, HeaderReader::names).orElse(List.of()),
                value(HeaderKey.EXPECT, Expectation::of).orElse(Expectation.ANY),
                value(HeaderKey.MAX_RUNTIME, HeaderReader::duration),
                value(HeaderKey.PHASE, text -> word(Phase.class, text)).orElse(Phase.MANUAL),
                value(HeaderKey.REQUIRES, HeaderReader::names).orElse(List.of()),
                value(HeaderKey.PARAMS, HeaderReader::typed).orElse(Map.of()),
                value(HeaderKey.IMAGES, text -> word(Images.class, text)).orElse(Images.CHANGED),
                value(HeaderKey.ON_ERROR, HeaderReader::quarantine).orElse(0),
                only(HeaderKey.CASCADE, "accepted"),
                only(HeaderKey.BATCHES, "order-independent"),
                only(HeaderKey.REPEAT, "yes"),
                value(HeaderKey.ROWS, HeaderReader::file),
                value(HeaderKey.EFFECTS, text -> word(Effects.class, text)).orElse(Effects.NONE));
    }

    private <T> Optional<T> value(HeaderKey key, Function<String, T> reader) {
        return lines.get(key).map(entry -> {
            try {
                return reader.apply(entry.text());
            } catch (IllegalArgumentException e) {
                throw errors.at(
                        entry.line(),
                        key.word() + ": " + entry.text() + " cannot be understood",
                        Optional.ofNullable(e.getMessage()).orElse("") + ".");
            }
        });
    }

    private boolean only(HeaderKey key, String word) {
        return value(key, text -> {
                    if (!text.equals(word)) {
                        throw new IllegalArgumentException(
                                "The only value is " + word + "; without the line it is not");
                    }
                    return true;
                })
                .orElse(false);
    }

    private static <E extends Enum<E>> E word(Class<E> choice, String text) {
        List<String> words = Arrays.stream(choice.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(text)) {
            throw new IllegalArgumentException(
                    Nearest.to(text, words)
                                    .map(near -> "Did you mean " + near + "? ")
                                    .orElse("") + "It is one of " + String.join(", ", words));
        }
        return Enum.valueOf(choice, text.toUpperCase(Locale.ROOT));
    }

    private static List<String> names(String text) {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("A name is missing: write them with a comma between two");
        }
        return names;
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Write a number and s, m or h, for example 30m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> throw new IllegalStateException("a unit that the pattern does not have");
        };
    }

    private static Integer quarantine(String text) {
        Matcher matcher = QUARANTINE.matcher(text);
        if (matcher.matches()) {
            return Integer.valueOf(matcher.group(1));
        }
        if (!text.equals("stop")) {
            throw new IllegalArgumentException("Write stop, or quarantine and how many rows: quarantine 100");
        }
        return 0;
    }

    private static Map<String, String> typed(String text) {
        Map<String, String> types = new LinkedHashMap<>();
        int depth = 0;
        StringBuilder part = new StringBuilder();
        for (char c : (text + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c != ',' || depth > 0) {
                part.append(c);
                continue;
            }
            Matcher matcher = TYPED.matcher(part.toString().strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "Write a name and a type, for example: since date, least numeric(10,2)");
            }
            if (types.put(matcher.group(1), matcher.group(2)) != null) {
                throw new IllegalArgumentException(matcher.group(1) + " is there twice");
            }
            part.setLength(0);
        }
        return Collections.unmodifiableMap(types);
    }

    private static RowsFile file(String text) {
        Matcher matcher = FILE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Write the file and its columns: corrections.csv (id bigint, email text)");
        }
        return new RowsFile(matcher.group(1), typed(matcher.group(2)));
    }
}
