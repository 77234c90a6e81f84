package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.FakeScript;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the launcher takes, and what it says when there is none to take. */
class FindsJavaIT {

    private static final String HINT = "Install a JDK or JRE 17 or newer, or set JAVA_HOME to the folder of one.\n";

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void noJavaAnywhere() throws IOException {
        launcher = FakeDistribution.create(folder, "oneoff-1.jar")
                .launcher()
                .in(folder)
                .without("JAVA_HOME")
                .env("PATH", "/nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "21.0.4", "25-ea"})
    void javaHomeIsAskedByItsReleaseFileAlone(String version) throws IOException {
        Path jdk = FakeJdk.create(folder.resolve("jdk"), version);

        assertStarts(launcher.env("JAVA_HOME", jdk.toString()));
    }

    @Test
    void withoutAReleaseFileJavaItselfIsAsked() throws IOException {
        Path jdk = FakeJdk.withoutReleaseFile(folder.resolve("jdk"), "17.0.2");

        assertStarts(launcher.env("JAVA_HOME", jdk.toString()));
    }

    @Test
    void aJavaOnThePathIsFoundBehindItsLinks() throws IOException {
        Path jdk = FakeJdk.create(folder.resolve("jvm/jdk"), "17.0.15");
        Path alternatives = Files.createDirectories(folder.resolve("alternatives"));
        Files.createSymbolicLink(alternatives.resolve("java"), jdk.resolve("bin/java"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../alternatives/java"));

        assertStarts(launcher.env("PATH", bin + ":/usr/bin:/bin"));
    }

    @Test
    void aJavaHomeThatIsTooOldGivesWayToThePath() throws IOException {
        Path old = FakeJdk.create(folder.resolve("old"), "11.0.2", "exit 99");
        Path jdk = FakeJdk.create(folder.resolve("jdk"), "17.0.15");

        assertStarts(launcher.env("JAVA_HOME", old.toString()).env("PATH", jdk.resolve("bin") + ":/usr/bin:/bin"));
    }

    @Test
    void onlyOldOnesAreListed() throws IOException {
        Path old = FakeJdk.create(folder.resolve("old"), "11.0.2");
        Path older = FakeJdk.create(folder.resolve("older"), "1.8.0_392");

        assertFails(
                launcher.env("JAVA_HOME", old.toString()).env("PATH", older.resolve("bin") + ":/usr/bin:/bin"),
                "Java 11.0.2 at JAVA_HOME (%s), Java 1.8.0_392 at %s/bin/java".formatted(old, older));
    }

    @Test
    void noneIsSaid() {
        assertFails(launcher, "none on PATH");
        assertFails(launcher.env("JAVA_HOME", "/nowhere"), "none at JAVA_HOME (/nowhere), none on PATH");
    }

    @Test
    void oneThatDoesNotStartIsSaid() throws IOException {
        FakeScript.write(folder.resolve("broken/bin/java"), "echo 'no runtime here' >&2; exit 1");

        assertFails(
                launcher.env("JAVA_HOME", folder + "/broken"),
                "one that does not start at JAVA_HOME (%s/broken), none on PATH".formatted(folder));
    }

    private static void assertStarts(Launcher launcher) {
        ProcessResult result = launcher.run("version");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stdoutLines()).endsWith("dev.oneoff.cli.Main", "version");
        assertThat(result.stderr()).isEmpty();
    }

    private static void assertFails(Launcher launcher, String found) {
        assertThat(launcher.run("version"))
                .isEqualTo(new ProcessResult(
                        78, "", "oneoff: Java 17 or newer is missing; found: " + found + ".\n" + HINT));
    }
}
