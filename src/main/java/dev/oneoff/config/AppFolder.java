package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder the app's changelog, fixes and jobs lie in.
 *
 * @param path absolute; exists, unless it is the working folder of an embedding application
 * @param foundBy {@code -C}, the file or folder it was known by, {@code launcher}, or {@code working folder}
 */
public record AppFolder(Path path, String foundBy) {

    static final String LAUNCHER = "launcher";

    private static final List<String> MARKS = List.of(
            "oneoff.yaml",
            "changelog",
            "datafixes",
            "jobs/transfers",
            "jobs/seeds",
            "jobs/cleanups",
            "jobs/reports",
            "jobs/schedule.yaml",
            "schema/structure.sql",
            "Procfile",
            "src/main/resources/db/changelog");

    /**
     * Finds the folder: {@code -C}, else the working folder or its nearest parent with one of an app's files, else the
     * launcher's own, else (where an application embeds us) the working folder.
     *
     * @throws OneoffException where {@code -C} names no folder
     */
    static AppFolder find(Environment environment, Flags flags) {
        Path start = environment.workingFolder();
        Optional<Path> asked = flags.folder();
        if (asked.isPresent()) {
            Path folder = start.resolve(asked.get()).normalize();
            if (!Files.isDirectory(folder)) {
                throw Problems.problem("-C", "there is no folder " + folder, "Name the app's folder.");
            }
            return new AppFolder(folder, "-C");
        }
        return around(start)
                .or(() -> environment.home().map(home -> new AppFolder(home, LAUNCHER)))
                .orElseGet(() -> new AppFolder(start, "working folder"));
    }

    /** Returns a folder, or its nearest parent, that has one of an app's files; empty where none has. */
    public static Optional<AppFolder> around(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            for (String mark : MARKS) {
                if (Files.exists(folder.resolve(mark))) {
                    return Optional.of(new AppFolder(folder, mark));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the folder that new files belong in: as above, but never the launcher's own, which is a sample.
     *
     * @throws OneoffException CONFIGURATION where {@code -C} names no folder
     */
    public static AppFolder forNewFiles(Environment environment, Flags flags) {
        AppFolder found = find(environment, flags);
        return found.foundBy().equals(LAUNCHER) ? new AppFolder(environment.workingFolder(), "working folder") : found;
    }

    /**
     * Refuses the launcher's own app, a sample, on a database that is not on this machine.
     *
     * @throws OneoffException where it would come to that
     */
    AppFolder checkedFor(DatabaseAddress database) {
        if (foundBy.equals(LAUNCHER) && !database.isLoopback()) {
            throw Problems.problem(
                    "-C",
                    "this folder and its parents hold no app (" + String.join(", ", MARKS.subList(0, 3))
                            + ", …), and the launcher's own is not for the database at " + database.host(),
                    "Run it in the app's folder or name it with -C DIR.");
        }
        return this;
    }
}
