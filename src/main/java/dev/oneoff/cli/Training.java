package dev.oneoff.cli;

import dev.oneoff.config.Environment;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Cancellation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Uses what later commands will use, in a folder of its own that it removes: migrates and fixes an embedded database, looks
 * for a server where none is, then loads the classes of ours and of the PostgreSQL driver.
 */
record Training(Environment environment) {

    private static final String ROOT = """
            databaseChangeLog:
              - includeAll: {path: changes/, relativeToChangelogFile: true}
            """;

    private static final String CHANGESET = """
            --liquibase formatted sql

            --changeset warmup:1
            CREATE TABLE warmup (id BIGINT PRIMARY KEY, name VARCHAR(20));
            INSERT INTO warmup SELECT n, 'Wrong' FROM generate_series(1, 20) AS s (n);
            --rollback DROP TABLE warmup;
            """;

    private static final String FIX = """
            -- fix: warmup
            UPDATE warmup SET name = 'right' WHERE name = 'Wrong';
            -- verify
            SELECT id FROM warmup WHERE name = 'Wrong'
            """;

    private static final Map<String, String> FILES = Map.of(
            "warmup.csv", "id,name\n1,Ann\n21,\"Bob \"\"B\"\"\"\n",
            "warmup.json", "[{\"id\": 22, \"name\": null}]\n",
            "wrong.csv", "id,name\nx,Ann\n");

    /** Nothing listens on this port: as much of the driver as can be used without a server. */
    private static final Map<String, String> NO_SERVER =
            Map.of("DATABASE_URL", "postgres://warmup:warmup@127.0.0.1:1/warmup");

    private static final List<String> EMBEDDED = List.of(
            "status",
            "migrate --dry-run",
            "migrate",
            "migrate",
            "datafix list",
            "datafix apply --dry-run",
            "datafix apply",
            "datafix require warmup",
            "datafix show warmup",
            "datafix revert warmup --dry-run",
            "datafix revert warmup",
            "datafix purge",
            "datafix list --output json",
            "import warmup.csv --dry-run",
            "import warmup.csv --mode upsert",
            "import warmup.json",
            "import wrong.csv --into warmup",
            "export out.csv warmup",
            "export out.json warmup",
            "history");

    void run() {
        try {
            Path app = Files.createTempDirectory("oneoff-warmup-");
            try {
                use(app);
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

    private void use(Path app) throws IOException {
        Path changes = Files.createDirectories(app.resolve("changelog/changes"));
        Files.writeString(app.resolve("changelog/root.yaml"), ROOT);
        Files.writeString(changes.resolve("1.sql"), CHANGESET);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(app.resolve(file.getKey()), file.getValue());
        }
        Path fixes = Files.createDirectory(app.resolve("datafixes"));
        Files.writeString(fixes.resolve("warmup.sql"), FIX);
        EMBEDDED.forEach(line -> use(app, Map.of(), line));
        use(app, NO_SERVER, "health");
    }

    /** Says nothing, to nobody; what fails has still been used. */
    private void use(Path app, Map<String, String> variables, String line) {
        String[] args = line.split(" ");
        CommandLine root = Commands.reader(args);
        Action action =
                root.parseArgs(args).subcommand().commandSpec().commandLine().getCommand();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Streams streams = new Streams(InputStream.nullInputStream(), nowhere, nowhere, Terminal.NONE);
        Renderer renderer = new Renderer(streams, UsageFailures.wantsJson(args), args[0]);
        Environment alone = new Environment(variables, environment.properties(), app, environment.home());
        Invocation invocation = new Invocation(alone, streams, action.common, new Cancellation());
        try {
            renderer.answer(action.act(invocation), invocation);
        } catch (OneoffException e) {
            renderer.failure(e.failure(), invocation);
        }
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
