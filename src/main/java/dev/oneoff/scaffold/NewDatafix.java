package dev.oneoff.scaffold;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.progress.Journal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the script of a data fix that can be read and does not run before somebody has filled it in.
 *
 * @param app the app's folder
 * @param clock gives the time in the file's name
 */
public record NewDatafix(Path app, Clock clock) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmm").withZone(ZoneOffset.UTC);
    private static final int LONGEST = 100;

    /** As long as one of these names is there it is refused: data fixes know them, too. */
    private static final String SCRIPT = """
            -- fix:    %s
            %s-- expect: ..1000
            --
            -- A skeleton. It is refused until the names that end in _to_fix are those of your table.
            -- Up to so many rows are expected; more stop it before the first one is changed.
            -- More keys may stand here, such as phase, requires, max_runtime, on_error: docs/datafixes.md has them all.

            -- WHERE says which rows are still wrong: once a row is right it must not hold any more.
            UPDATE table_to_fix
               SET column_to_fix = lower(column_to_fix)
             WHERE column_to_fix <> lower(column_to_fix);

            -- What must hold afterwards may follow, under a line that says only "verify": a SELECT that then finds nothing.
            """;

    private static final String UNKNOWN = "why_to_fix, in one sentence";

    /**
     * Writes the file, never over another one.
     *
     * @param name what it does in a few words, for example {@code lowercase-emails}
     * @param reason why, one sentence; empty to be filled in
     * @param ticket what it was asked for in
     * @throws OneoffException INPUT_REJECTED for a name without a letter or too long, REFUSED when the file is there
     */
    public Path write(String name, Optional<String> reason, Optional<String> ticket) {
        Path folder = app.resolve("datafixes");
        Path file = folder.resolve(STAMP.format(clock.instant()) + "_" + slug(name) + ".sql");
        String text = SCRIPT.formatted(
                reason.map(NewDatafix::line).orElse(UNKNOWN),
                ticket.map(given -> "-- ticket: " + line(given) + "\n").orElse(""));
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new OneoffException(
                    new Failure(FailureKind.REFUSED, e.getFile() + " is there already.", "Choose another name."), e);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.CONFIGURATION,
                            "Cannot write into " + folder + ": " + e.getMessage(),
                            "Make the folder writable."),
                    e);
        }
    }

    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        if (slug.isEmpty() || slug.length() > LONGEST) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    slug.isEmpty()
                            ? "The name " + name + " has no letter or digit."
                            : "The name is longer than " + LONGEST + " characters.",
                    "Say what it does in a few words: oneoff new datafix lowercase-emails");
        }
        return slug;
    }

    private static String line(String text) {
        return Journal.printable(text.strip().replaceAll("\\s+", " "));
    }
}
