package dev.oneoff.migrate;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.MigrateSettings;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the changelog is.
 *
 * @param searchPath the folder that paths of changelog files are relative to: they are part of a changeset's identity
 * @param file the root file, relative to the search path, or the name of a resource
 * @param onClassPath whether the root file is a resource inside a jar instead of a file
 */
public record ChangelogSource(Path searchPath, String file, boolean onClassPath) {

    private static final List<String> ENDINGS = List.of("yaml", "yml", "xml", "json", "sql");
    private static final String OURS = "changelog/root.";
    private static final String SPRING = "db/changelog/db.changelog-master.";
    private static final Path SPRING_RESOURCES = Path.of("src", "main", "resources");

    /**
     * Finds the changelog: the configured one, {@code changelog/root.*}, Spring Boot's default place in the sources, then
     * the same names on the class path.
     *
     * @throws OneoffException CONFIGURATION when there is none
     */
    public static ChangelogSource find(AppFolder app, MigrateSettings settings) {
        Path searchPath =
                settings.searchPath().map(path -> app.path().resolve(path)).orElse(app.path());
        if (settings.changelog().isPresent()) {
            return configured(searchPath, settings.changelog().get());
        }
        Path spring = app.path().resolve(SPRING_RESOURCES);
        return inFolder(searchPath, OURS)
                .or(() -> inFolder(searchPath, SPRING))
                .or(() -> inFolder(spring, SPRING))
                .or(() -> onClassPath(searchPath, SPRING))
                .or(() -> onClassPath(searchPath, OURS))
                .orElseThrow(() -> missing(app));
    }

    private static ChangelogSource configured(Path searchPath, String file) {
        if (Files.isRegularFile(searchPath.resolve(file))) {
            return new ChangelogSource(searchPath, file, false);
        }
        if (resource(file)) {
            return new ChangelogSource(searchPath, file, true);
        }
        throw new OneoffException(
                FailureKind.CONFIGURATION,
                "There is no changelog " + file + " under " + searchPath + ".",
                "Mend migrate.changelog (and migrate.search-path) in oneoff.yaml.");
    }

    private static Optional<ChangelogSource> inFolder(Path folder, String stem) {
        return ENDINGS.stream()
                .filter(ending -> Files.isRegularFile(folder.resolve(stem + ending)))
                .map(ending -> new ChangelogSource(folder, stem + ending, false))
                .findFirst();
    }

    private static Optional<ChangelogSource> onClassPath(Path searchPath, String stem) {
        return ENDINGS.stream()
                .filter(ending -> resource(stem + ending))
                .map(ending -> new ChangelogSource(searchPath, stem + ending, true))
                .findFirst();
    }

    private static boolean resource(String name) {
        return ChangelogSource.class.getClassLoader().getResource(name) != null;
    }

    private static OneoffException missing(AppFolder app) {
        return new OneoffException(
                FailureKind.CONFIGURATION,
                "There is no changelog in " + app.path() + ": looked for changelog/root.(yaml|yml|xml|json|sql), "
                        + "db/changelog/db.changelog-master.* there and in src/main/resources, and on the class path.",
                "Start one with: oneoff new migration create-users");
    }

    /** Returns the folder whose files decide whether anything changed: the one the root file lies in. */
    public Path hashedFolder() {
        Path folder = searchPath.resolve(file).getParent();
        return folder == null ? searchPath : folder;
    }
}
