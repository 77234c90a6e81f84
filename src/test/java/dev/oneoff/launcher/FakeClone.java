package dev.oneoff.launcher;

import dev.oneoff.support.FakeScript;
import dev.oneoff.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A clone of a project with the real scripts, a {@code mvn} that notes each call and makes empty jars, and a {@code java}
 * that prints its class path and, if HOLD is set, waits for a line on stdin and lists the folder of the jars.
 */
record FakeClone(Path home, Path tools) {

    private static final String MVN = """
            printf '%%s\\n' "$PWD $*" >>'%1$s/mvn.calls'
            echo $$ >'%1$s/mvn.pid'
            for argument; do
              case $argument in -Doneoff.target=*) target=${argument#*=} ;; esac
            done
            if [ -p '%1$s/gate' ]; then read -r go <'%1$s/gate'; fi
            mkdir -p "$target/oneoff/lib" "$target/classes"
            : >"$target/oneoff/lib/oneoff-1.jar"
            : >"$target/oneoff/lib/picocli-4.jar"
            if [ -e '%1$s/broken' ]; then echo '[ERROR] a semicolon is missing'; exit 1; fi""";

    private static final String JAVA = """
            while [ "$1" != -cp ]; do shift; done
            echo "$2"
            if [ -n "${HOLD-}" ]; then read -r go; ls "${2%%/oneoff-1.jar*}"; fi""";

    static FakeClone create(Path parent) throws IOException {
        Path home = parent.toRealPath().resolve("a clone");
        for (String file : List.of("bin/oneoff", "src/assembly/clone.sh")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(FakeDistribution.SOURCES.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path source = home.resolve("src/main/java/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class Main {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Path tools = Files.createDirectories(parent.toRealPath().resolve("tools"));
        FakeScript.write(tools.resolve("mvn"), MVN.formatted(tools));
        FakeJdk.create(parent.resolve("jdk"), "17.0.15", JAVA);
        FakeClone clone = new FakeClone(home, tools);
        clone.age();
        return clone;
    }

    /** Makes all sources an hour old. */
    private void age() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
    }

    Launcher launcher() {
        return Launcher.at(home.resolve("bin/oneoff"))
                .in(tools)
                .env("PATH", tools + ":/usr/bin:/bin")
                .env("JAVA_HOME", tools.resolveSibling("jdk").toString());
    }

    Path source() {
        return home.resolve("src/main/java/Main.java");
    }

    Path target(String name) {
        return home.resolve("target").resolve(name);
    }

    /** Returns the calls of mvn so far, each with its folder and arguments. */
    List<String> builds() throws IOException {
        Path calls = tools.resolve("mvn.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Returns whether no mvn runs any more: ended, or ended before it came to note its process id. */
    boolean wasEnded() throws IOException {
        Path pid = tools.resolve("mvn.pid");
        return !Files.exists(pid)
                || ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .isEmpty();
    }

    /** Has the next build fail, or not. */
    void breakBuild(boolean broken) throws IOException {
        if (broken) {
            Files.createFile(tools.resolve("broken"));
        } else {
            Files.delete(tools.resolve("broken"));
        }
    }

    /** Has builds wait until {@link #openGate()}. */
    void closeGate() {
        Launcher.at(Path.of("/usr/bin/mkfifo")).run(gate().toString());
    }

    /** Lets the build that waits, or comes, go on: opening a pipe for writing waits for its reader. */
    void openGate() throws IOException {
        Files.writeString(gate(), "go\n");
        Files.delete(gate());
    }

    private Path gate() {
        return tools.resolve("gate");
    }

    /** Touches a file as an edit right after the start of the newest build would. */
    void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }
}
