package dev.oneoff.datafix;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A fix that has no file yet.
 *
 * @param statement what it does; several with semicolons between them
 * @param reason why, for whoever reads the history
 * @param ticket what it was asked for in
 */
public record Draft(String statement, String reason, Optional<String> ticket) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmm").withZone(ZoneOffset.UTC);
    private static final int WORDS = 6;
    private static final int LONGEST = 50;

    /**
     * Takes the reason as one line.
     *
     * @throws OneoffException USAGE when there is no statement or no reason
     */
    public Draft {
        statement = statement.strip();
        reason = reason.strip().replaceAll("\\s+", " ");
        if (statement.isEmpty()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "There is no statement to try.",
                    "Example: oneoff datafix try \"UPDATE users SET email = lower(email) WHERE email <> lower(email)\"");
        }
        if (reason.isEmpty()) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "The fix has no reason, so nothing was written.",
                    "Say why in one sentence: --reason \"Sign-up stored addresses as typed\"");
        }
    }

    /** Returns its script, whose name begins with the time. */
    FixScript script(Instant now) {
        String id = STAMP.format(now) + "_" + words();
        String ended = statement.endsWith(";") ? statement : statement + "\n;";
        String tidy = endsPlainly() ? statement + ";" : ended;
        String text = "-- fix: " + reason + "\n"
                + ticket.map(given -> "-- ticket: " + given + "\n").orElse("") + "\n" + tidy + "\n";
        return FixScript.read(id, "datafixes/" + id + ".sql", text);
    }

    /** A comment in the last line would swallow a semicolon. */
    private boolean endsPlainly() {
        String last = statement.substring(statement.lastIndexOf('\n') + 1);
        return !statement.endsWith(";") && !last.contains("--");
    }

    private String words() {
        String plain = plain(reason);
        return plain.isEmpty() ? plain("fix " + statement) : plain;
    }

    private static String plain(String text) {
        String letters = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        String words = Arrays.stream(letters.split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .limit(WORDS)
                .collect(Collectors.joining("_"));
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST).replaceAll("_[^_]*$", "");
    }
}
