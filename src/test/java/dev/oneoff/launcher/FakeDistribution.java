package dev.oneoff.launcher;

import dev.oneoff.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The real script beside empty jars, in a folder whose name has blanks. */
record FakeDistribution(Path home) {

    /** The script as it stands in the sources. */
    static final Path SOURCES = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    static FakeDistribution create(Path parent, String... jars) throws IOException {
        FakeDistribution distribution = new FakeDistribution(parent.toRealPath().resolve("an app/oneoff [1]"));
        Files.createDirectories(distribution.home.resolve("bin"));
        Files.createDirectories(distribution.home.resolve("lib"));
        Files.copy(SOURCES.resolve("bin/oneoff"), distribution.script(), StandardCopyOption.COPY_ATTRIBUTES);
        for (String jar : jars) {
            distribution.add(jar);
        }
        return distribution;
    }

    void add(String jar) throws IOException {
        Files.createFile(jar(jar));
    }

    Path script() {
        return home.resolve("bin/oneoff");
    }

    Path jar(String name) {
        return home.resolve("lib").resolve(name);
    }

    Launcher launcher() {
        return Launcher.at(script());
    }
}
