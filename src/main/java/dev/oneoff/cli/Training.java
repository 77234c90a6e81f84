package dev.oneoff.cli;

import dev.oneoff.Oneoff;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.migrate.MigrateRequest;
import dev.oneoff.migrate.Selection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Uses what later commands will use, in a folder of its own that it removes: migrates an embedded database, then loads the
 * classes of ours and of the PostgreSQL driver, for which there is no server here.
 */
record Training(Environment environment) {

    private static final Duration AT_ONCE = Duration.ZERO;

    private static final String ROOT = """
            databaseChangeLog:
              - includeAll: {path: changes/, relativeToChangelogFile: true}
            """;

    private static final String CHANGESET = """
            --liquibase formatted sql

            --changeset warmup:1
            CREATE TABLE warmup (id BIGINT PRIMARY KEY, name VARCHAR(20));
            --rollback DROP TABLE warmup;
            """;

    void run() {
        try {
            Path app = Files.createTempDirectory("oneoff-warmup-");
            try {
                migrate(app);
            } finally {
                remove(app);
            }
            for (String entry :
                    environment.properties().getOrDefault("java.class.path", "").split(File.pathSeparator, -1)) {
                String name = Path.of(entry).getFileName().toString();
                if (name.startsWith("oneoff-") || name.startsWith("postgresql-")) {
                    load(Path.of(entry));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the class path and the folder for temporary files can be read", e);
        }
    }

    private void migrate(Path app) throws IOException {
        Path changes = Files.createDirectories(app.resolve("changelog/changes"));
        Files.writeString(app.resolve("changelog/root.yaml"), ROOT);
        Files.writeString(changes.resolve("1.sql"), CHANGESET);
        Environment alone = new Environment(Map.of(), environment.properties(), app, environment.home());
        Oneoff oneoff = Oneoff.of(alone, Settings.load(alone, Flags.none()));
        MigrateRequest all = new MigrateRequest(Selection.ALL, Optional.empty(), AT_ONCE, AT_ONCE);
        oneoff.plan(Selection.ALL, true, AT_ONCE, AT_ONCE);
        oneoff.migrate(all);
        oneoff.migrate(all);
        oneoff.history(1, AT_ONCE);
    }

    private static void load(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> names = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            names.forEach(Training::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // Some of the driver's classes are for libraries that are not here: no command uses them.
            return;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
