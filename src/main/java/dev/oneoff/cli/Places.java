package dev.oneoff.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where new files of an app belong. */
final class Places {

    private Places() {}

    /** Returns the folder migrations lie in: {@code changelog/changes} where the app has one, else {@code changelog}. */
    static Path migrations(Path app) {
        Path changes = app.resolve("changelog").resolve("changes");
        return Stream.of(changes).filter(Files::isDirectory).findFirst().orElse(app.resolve("changelog"));
    }
}
