package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneoff.support.Distribution;
import dev.oneoff.support.FakeScript;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private static final List<String> LONG_FLAGS = List.of(
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-Xlog:cds*=off:stderr",
            "-Xlog:class+path=off:stderr",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Dpicocli.disable.closures=true",
            "-Djdk.serialFilter=!*");

    private static final List<String> SHORT_FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path folder;

    private FakeDistribution distribution;
    private Launcher launcher;

    @BeforeEach
    void distributionAndJava() throws IOException {
        distribution = FakeDistribution.create(folder, "oneoff-1.jar");
        launcher = distribution
                .launcher()
                .in(folder)
                .env(
                        "JAVA_HOME",
                        FakeJdk.create(folder.resolve("jdk 17"), "17.0.15").toString());
    }

    @Test
    void javaIsStartedWithTheFlagsTheClassPathAndTheArgumentsUntouched() {
        ProcessResult result = launcher.run("import", "a b.csv", "--where=x *", "");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdoutLines().subList(1, result.stdoutLines().size()))
                .containsExactlyElementsOf(Stream.of(
                                LONG_FLAGS,
                                List.of("-Doneoff.home=" + distribution.home(), "-Doneoff.terminal=", "-cp"),
                                List.of(
                                        distribution.jar("oneoff-1.jar").toString(),
                                        "-XX:+UseSerialGC",
                                        "dev.oneoff.cli.Main"),
                                List.of("import", "a b.csv", "--where=x *", ""))
                        .flatMap(List::stream)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            version,                            true
            migrate,                            true
            schedule-list,                      true
            --help,                             true
            -C import migrate,                  true
            --output json status,               true
            --verbose import x.csv,             false
            -C migrate export out.csv,          false
            --output json export -,             false
            --output=json export out.csv,       false
            console,                            false
            schedule work,                      false
            run task,                           false
            seed,                               false
            cleanup,                            false
            report open-orders,                 false
            """)
    void shortCommandsTradeThroughputForTheirStart(String line, boolean isShort) {
        List<String> arguments = launcher.run(line.split(" ")).stdoutLines();

        assertThat(arguments.containsAll(SHORT_FLAGS)).as(line).isEqualTo(isShort);
        assertThat(arguments).containsAll(LONG_FLAGS);
    }

    @Test
    void aDataFixWaitsForTheServerAndStaysSmall() {
        assertThat(launcher.run("--output=json", "datafix", "apply").stdoutLines())
                .containsAll(SHORT_FLAGS)
                .contains("-XX:MaxNewSize=16m");
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.15, false, false",
        "23, false, false",
        "24.0.1, true, true",
        "25, true, true",
        "26-ea, true, false"
    })
    void eachJavaGetsTheFlagsItKnows(String version, boolean nativeAccess, boolean unsafe) throws IOException {
        List<String> arguments = launcher.env(
                        "JAVA_HOME",
                        FakeJdk.create(folder.resolve("jdk"), version).toString())
                .run("console")
                .stdoutLines();

        assertThat(arguments.contains("--enable-native-access=ALL-UNNAMED")).isEqualTo(nativeAccess);
        assertThat(arguments.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(unsafe);
    }

    @Test
    void theUsersOptionsComeLastSplitAtBlanksAndNeverExpanded() throws IOException {
        Files.createFile(folder.resolve("-Dfiles=x"));

        List<String> arguments = launcher.env("ONEOFF_JAVA_OPTS", "-Xmx64m  -Dfiles=*")
                .run("version")
                .stdoutLines();

        int main = arguments.indexOf("dev.oneoff.cli.Main");
        assertThat(arguments.subList(main - 2, main)).containsExactly("-Xmx64m", "-Dfiles=*");
    }

    @Test
    void theClassPathIsOwnJarThenWhatEveryStartNeedsThenTheRestByNameThenTheUsers() throws IOException {
        List<String> jars = List.of(
                "Zebra-1.jar",
                "apple-1.jar",
                "h2-2.jar",
                "postgresql-42.jar",
                "slf4j-simple-2.jar",
                "slf4j-api-2.jar",
                "picocli-4.jar");
        for (String jar : jars) {
            distribution.add(jar);
        }

        List<String> arguments = launcher.env("ONEOFF_CLASSPATH", "/app/classes:/app/a b.jar")
                .env("LC_ALL", "en_US.UTF-8")
                .run("version")
                .stdoutLines();

        String expected = Stream.of(
                        "oneoff-1.jar",
                        "picocli-4.jar",
                        "slf4j-api-2.jar",
                        "slf4j-simple-2.jar",
                        "postgresql-42.jar",
                        "h2-2.jar",
                        "Zebra-1.jar",
                        "apple-1.jar")
                .map(name -> distribution.jar(name).toString())
                .collect(Collectors.joining(":", "", ":/app/classes:/app/a b.jar"));
        assertThat(arguments.get(arguments.indexOf("-cp") + 1)).isEqualTo(expected);
        assertThat(arguments).startsWith("LC_ALL=en_US.UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "LC_ALL, C, C.UTF-8",
        "LC_ALL, POSIX, C.UTF-8",
        "LANG, C, C.UTF-8",
        "OTHER, x, C.UTF-8",
        "LANG, de_DE.UTF-8, unset",
        "LC_CTYPE, en_US.utf8, unset",
        "LC_ALL, de_DE.UTF-8, de_DE.UTF-8"
    })
    void fileNamesAreUtf8WhateverTheLocale(String name, String value, String seenByJava) {
        assertThat(launcher.env(name, value).run("version").stdoutLines()).startsWith("LC_ALL=" + seenByJava);
    }

    @Test
    void theLauncherIsFoundThroughLinksFromAnyFolder() throws IOException {
        Path first = Files.createSymbolicLink(folder.resolve("first"), distribution.script());
        Path other = Files.createDirectories(folder.resolve("other"));
        Path second = Files.createSymbolicLink(
                other.resolve("second"), Path.of("..", first.getFileName().toString()));
        String home = "-Doneoff.home=" + distribution.home();

        assertThat(launcher.in(other).shell("'" + second + "' version").stdoutLines())
                .contains(home);
        assertThat(launcher.in(other).shell("./second version").stdoutLines()).contains(home);
        assertThat(launcher.in(distribution.home().resolve("bin"))
                        .shell("sh oneoff version")
                        .stdoutLines())
                .contains(home);
        assertThat(launcher.env("CDPATH", "/usr")
                        .in(distribution.home())
                        .shell("bin/oneoff version")
                        .stdoutLines())
                .contains(home);
    }

    @Test
    void linksAreFollowedWithoutReadlink() throws IOException {
        Path tools = folder.resolve("tools");
        FakeScript.write(tools.resolve("ls"), "exec /bin/ls \"$@\"");
        Path link = Files.createSymbolicLink(tools.resolve("one"), distribution.script());

        ProcessResult result = launcher.env("PATH", tools.toString()).shell("'" + link + "' version");

        assertThat(result.stdoutLines()).contains("-Doneoff.home=" + distribution.home());
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox sh"})
    void everyShellThatIsHereUnderstandsTheScripts(String shell) {
        String lines = """
                command -v %1$s >/dev/null || exit 0
                for script in bin/oneoff src/assembly/clone.sh; do %2$s -n $script || exit; done
                %2$s '%3$s' version >/dev/null""".formatted(shell.replace(" sh", ""), shell, distribution.script());

        assertThat(launcher.in(FakeDistribution.SOURCES).shell(lines)).isEqualTo(new ProcessResult(0, "", ""));
    }

    @Test
    void theProcessBecomesJava() throws IOException {
        Path jdk = FakeJdk.create(folder.resolve("jdk"), "17", "echo $$; read forever");
        try (RunningProcess process = launcher.env("JAVA_HOME", jdk.toString()).start("version")) {
            process.awaitLine(Long.toString(process.pid())::equals, Duration.ofSeconds(10));
        }
    }

    @Test
    void theRealDistributionStarts() {
        ProcessResult result = Distribution.shipped().launcher().in(folder).run("version");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void twoVersionsInOneFolderAreRefused() throws IOException {
        distribution.add("oneoff-2.jar");

        ProcessResult result = launcher.run("version");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr())
                .startsWith("oneoff: Two versions of oneoff lie in " + distribution.home() + "/lib.\n");
    }

    @Test
    void missingJarsAreNamed() throws IOException {
        Files.delete(distribution.jar("oneoff-1.jar"));

        ProcessResult result = launcher.run("version");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).contains("The jars are missing", distribution.home() + "/lib/oneoff-*.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"migrate --output json", "--output=json migrate", "-C x --output json migrate -- --output text"})
    void aFailureBeforeJavaIsStillTheJsonThatWasAskedFor(String line) throws JsonProcessingException {
        ProcessResult result = launcher.env("JAVA_HOME", "/no \"java\" \\ here\t")
                .env("PATH", "/nowhere")
                .run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(JsonMapper.builder().build().readTree(result.stdout()))
                .isEqualTo(JsonMapper.builder().build().readTree("""
                        {"schemaVersion": 1, "command": "migrate", "ok": false,
                         "exit": {"code": 78, "name": "configuration"}, "run": null, "release": null,
                         "database": null, "dryRun": false, "result": null, "warnings": [],
                         "error": {"code": "configuration",
                          "title": "Java 17 or newer is missing; found: none at JAVA_HOME (/no \\"java\\" \\\\ here ), none on PATH.",
                          "hint": "Install a JDK or JRE 17 or newer, or set JAVA_HOME to the folder of one.",
                          "retry": "no", "details": {}}}
                        """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"migrate", "run task -- --output json", "migrate --output text", "--actor --output migrate"})
    void otherwiseAFailureSaysNothingOnStdout(String line) {
        ProcessResult result =
                launcher.without("JAVA_HOME").env("PATH", "/nowhere").run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stdout()).isEmpty();
    }
}
