package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Cancellation;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** "Nothing to do" without loading Liquibase, and what must never be answered that way: the cases of up-to-date.txt. */
class UpToDateIT {

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void begin() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        return AppCases.of("up-to-date.txt", this::run);
    }

    @Test
    void aVariableOfTheEnvironmentIsSeenAndTheLogShowsWhichWayItWent() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database)
                .changeset("1-item", "CREATE TABLE item (n int)")
                .changeset("2-use", "runOnChange:true", "INSERT INTO item VALUES (${item_size})");
        SampleApp small = app.env("ITEM_SIZE", "6");
        assertThat(small.run(0, "migrate", "--verbose").stdout()).contains("DEBUG");
        ProcessResult again = small.run(0, "migrate", "--verbose");
        assertThat(again.stdout()).contains("nothing to do").doesNotContain("DEBUG");

        assertThat(app.env("ITEM_SIZE", "7").run(0, "migrate", "--verbose").stdout())
                .contains("DEBUG", "applied 1 changeset");
        assertThat(app.query("SELECT n FROM item ORDER BY n")).containsExactly("6", "7");
    }

    @Test
    void aVariableIsSeenThatAChangelogInAJarUses() throws IOException, SQLException {
        SampleApp app = SampleApp.in(folder, database)
                .changeset("1-item", "CREATE TABLE item (n int)")
                .file("changelog/root.yaml", SampleApp.ROOT + "  - include:\n      file: db/use.sql\n");
        Path jar = folder.resolve("app.jar");
        jar(
                jar,
                "db/use.sql",
                SampleApp.formatted("2-use", "runOnChange:true", "INSERT INTO item VALUES (${item_size})"));
        SampleApp withJar = app.env("ONEOFF_CLASSPATH", jar.toString());
        withJar.env("ITEM_SIZE", "6").run(0, "migrate");

        withJar.env("ITEM_SIZE", "7").run(0, "migrate");
        assertThat(app.query("SELECT n FROM item ORDER BY n")).containsExactly("6", "7");
    }

    private static void jar(Path path, String entry, String text) throws IOException {
        Files.createDirectories(path.getParent());
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(path))) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void run(String name, List<String> lines) throws IOException, SQLException {
        Path apart = folder.resolve(Integer.toHexString(name.hashCode()));
        try (TestDatabase own = TestDatabase.create()) {
            Case tried = new Case(SampleApp.in(apart, own).changeset("1-item", "CREATE TABLE item (n int)"));
            try {
                for (String line : lines) {
                    tried.step(line);
                }
            } finally {
                tried.properties.keySet().forEach(System::clearProperty);
            }
        }
    }

    /** One case under way. */
    private static final class Case {
        private final SampleApp app;
        private final Map<String, String> properties = new HashMap<>();
        private Optional<String> contexts = Optional.empty();
        private List<String> classPath = List.of();

        Case(SampleApp app) {
            this.app = app;
        }

        void step(String line) throws IOException, SQLException {
            int space = line.indexOf(' ');
            String rest = line.substring(space + 1);
            switch (line.substring(0, space)) {
                case "wide" -> {
                    String[] parts = rest.split(" : ", 2);
                    Files.writeString(
                            app.folder().resolve(parts[0]), parts[1].replace("\\n", "\n"), StandardCharsets.UTF_16);
                }
                case "jar" -> {
                    String[] parts = rest.split(" : ", 2);
                    jar(app.folder().resolve(parts[0]), "data.txt", parts[1]);
                }
                case "classpath" -> classPath = List.of(rest.split(" ", -1));
                case "property" -> {
                    String[] parts = rest.split("=", 2);
                    properties.put(parts[0], parts[1]);
                    System.setProperty(parts[0], parts[1]);
                }
                case "contexts" -> contexts = Optional.of(rest);
                case "migrate" -> assertThat(migrate()).as(line).isEqualTo(rest);
                default -> AppCases.step(app, line.substring(0, space), rest);
            }
        }

        /** Migrates in this process; says whether Liquibase was asked, and the exit code. */
        private String migrate() {
            Map<String, String> all = new HashMap<>(properties);
            all.put("user.name", "tester");
            all.put(
                    "java.class.path",
                    classPath.stream()
                            .map(entry -> app.folder().resolve(entry).toString())
                            .collect(Collectors.joining(File.pathSeparator)));
            Environment environment = new Environment(
                    Map.of("DATABASE_URL", app.database().url()),
                    all,
                    app.folder(),
                    classPath.isEmpty()
                            ? Optional.empty()
                            : Optional.of(app.folder().resolve("dist")));
            Flags flags =
                    new Flags(Optional.empty(), Optional.empty(), Optional.empty(), false, contexts, Optional.empty());
            Cut calls = new Cut(Cut.NEVER, true);
            int exitCode;
            try {
                exitCode = new InProcess(environment, flags, real -> new DyingDialect(real, calls), new Cancellation())
                        .migrate()
                        .exitCode();
            } catch (OneoffException e) {
                exitCode = e.kind().exitCode();
            }
            boolean full = calls.calls().stream().anyMatch(sql -> sql.contains("databasechangeloglock"));
            return (full ? "full " : "fast ") + exitCode;
        }
    }
}
