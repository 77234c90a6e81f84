package dev.oneoff.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as people write it, on the command line and in {@code oneoff.yaml}. */
public final class DurationText {

    /** What to write, for messages. */
    public static final String FORMS = "500ms, 30s, 5m, 2h or 30d";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");

    private DurationText() {}

    /** Returns it with the largest unit that fits, for example {@code 30d}, {@code 36h} or {@code 90s}. */
    public static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes % 60 != 0) {
            return minutes + "m";
        }
        return minutes % (60 * 24) != 0 ? minutes / 60 + "h" : minutes / (60 * 24) + "d";
    }

    /** Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 30d}; empty when it is none of these. */
    public static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }
}
