package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Distribution;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The archive of classes, made by the real Java in a copy of the real distribution. */
@Execution(ExecutionMode.CONCURRENT)
class WarmupIT {

    private static final String WHENCE = "-Xlog:class+load=info:stdout";
    private static final String FROM_ARCHIVE = "dev.oneoff.cli.VersionCommand source: shared objects file";

    @TempDir
    private Path folder;

    private Path home;
    private Launcher launcher;

    @BeforeEach
    void aDistributionOfOurOwn() throws IOException {
        home = folder.resolve("app/oneoff");
        launcher = Distribution.shipped().copyTo(home).launcher().in(folder).within(Duration.ofMinutes(2));
    }

    @Test
    void laterCommandsStartFromTheArchiveAndPassOverOneThatDoesNotFit() throws IOException {
        assertThat(whence()).doesNotContain(FROM_ARCHIVE);

        ProcessResult made = launcher.run("warmup", "--output", "json");

        assertThat(made.exitCode()).as(made.toString()).isZero();
        assertThat(made.stderr()).isEmpty();
        assertThat(made.stdout()).contains("app/oneoff/lib/oneoff-").contains(".jsa");
        PublishedSchema schema = new PublishedSchema();
        assertThat(schema.violations(schema.parse(made.stdout()))).isEmpty();
        assertThat(home.resolve("lib").toFile().list()).noneMatch(name -> name.endsWith(".classes"));
        assertThat(folder).isDirectoryNotContaining("glob:**/.oneoff");
        assertThat(whence()).contains(FROM_ARCHIVE);
        String appended = Files.createDirectory(folder.resolve("more")).toString();
        assertThat(launcher.env("ONEOFF_CLASSPATH", appended)
                        .env("ONEOFF_JAVA_OPTS", WHENCE)
                        .run("version")
                        .stdout())
                .contains(FROM_ARCHIVE);

        Path jar;
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("picocli-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-11-20T10:00:00Z")));
        ProcessResult changed = launcher.run("version");
        assertThat(changed.exitCode()).isZero();
        assertThat(changed.stderr()).isEmpty();
        assertThat(changed.stdout()).startsWith("oneoff ");
        assertThat(whence()).doesNotContain(FROM_ARCHIVE);
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        String release = Files.readString(Path.of(System.getProperty("java.home"), "release"));
        String named = release.lines()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                .findFirst()
                .orElseThrow();
        Files.createDirectory(home.resolve("lib/oneoff-" + named + ".classes"));

        ProcessResult refused = launcher.run("warmup");

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(78);
        assertThat(refused.stderr()).startsWith("oneoff: The folder ").contains("cannot be written to");
    }

    private String whence() {
        return launcher.env("ONEOFF_JAVA_OPTS", WHENCE).run("version").stdout();
    }
}
