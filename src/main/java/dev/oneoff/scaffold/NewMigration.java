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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes a migration with both directions, and a root file where there is none.
 *
 * @param app the app's folder
 * @param author who writes it
 * @param clock gives the time in the file's name
 */
public record NewMigration(Path app, String author, Clock clock) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private static final String ROOT = """
            # Every migration of this folder, in the order of the names.
            databaseChangeLog:
              - includeAll:
                  path: %s
                  relativeToChangelogFile: true
                  endsWithFilter: .sql
            """;

    private static final String MIGRATION = """
            --liquibase formatted sql

            --changeset %1$s:%2$s
            --comment: %3$s
            -- One thing in one changeset: it is applied and recorded as a whole, or not at all.
            -- CREATE TABLE example (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
            SELECT 1;
            --rollback SELECT 1;
            """;

    /**
     * Writes the file, never over another one.
     *
     * @param name what it does in a few words, for example {@code create-users}
     * @return the files written, the migration last
     * @throws OneoffException INPUT_REJECTED for a name without a letter, REFUSED when the file is there
     */
    public List<Path> write(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (slug.isEmpty()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "The name " + name + " has no letter or digit.",
                    "Say what it does in a few words: oneoff new migration create-users");
        }
        String safeAuthor = author.replaceAll("[^A-Za-z0-9._@-]+", "-");
        List<Path> written = new ArrayList<>();
        Path folder = folder();
        try {
            Files.createDirectories(folder);
            if (folder.startsWith(ours()) && noRoot()) {
                String path = "./" + ours().relativize(folder);
                written.add(create(ours().resolve("root.yaml"), ROOT.formatted(path.replaceFirst("/?$", "/"))));
            }
            String file = STAMP.format(clock.instant()) + "-" + slug + ".sql";
            written.add(create(folder.resolve(file), MIGRATION.formatted(safeAuthor, slug, Journal.printable(name))));
            return written;
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

    private Path ours() {
        return app.resolve("changelog");
    }

    /** Returns where the app keeps its migrations: {@code changes/} below the root file where there is one. */
    private Path folder() {
        Path spring = app.resolve(Path.of("src", "main", "resources", "db", "changelog"));
        return Stream.of(ours().resolve("changes"), ours(), spring.resolve("changes"), spring)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(ours());
    }

    private boolean noRoot() {
        return Stream.of("yaml", "yml", "xml", "json", "sql")
                .noneMatch(ending -> Files.exists(ours().resolve("root." + ending)));
    }

    private static Path create(Path file, String text) throws IOException {
        return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }
}
