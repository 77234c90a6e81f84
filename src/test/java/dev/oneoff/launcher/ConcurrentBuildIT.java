package dev.oneoff.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds while others start, run, edit or die. */
class ConcurrentBuildIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private FakeClone clone;

    @BeforeEach
    void freshClone() throws IOException {
        clone = FakeClone.create(folder);
    }

    @Test
    void ofTwoThatStartAtOnceOneBuildsAndBothUseIt() throws IOException {
        clone.closeGate();
        try (RunningProcess first = clone.launcher().start("version")) {
            first.awaitLine("Building");
            try (RunningProcess second = clone.launcher().start("version")) {
                second.awaitLine(("Waiting for the build of process " + first.pid() + " ...")::equals, LIMIT);
                clone.openGate();

                ProcessResult built = first.await(LIMIT);
                assertThat(built.exitCode()).isZero();
                assertThat(second.await(LIMIT).stdout())
                        .isEqualTo(built.stdout())
                        .contains("oneoff-1.jar");
                assertThat(clone.builds()).hasSize(1);
            }
        }
    }

    @Test
    void theLockOfADeadProcessIsTakenOverByOne() throws IOException {
        long dead = deadProcess();
        Files.createDirectories(clone.target("oneoff-build.lock"));
        Files.writeString(clone.target("oneoff-build.lock/pid"), dead + "\n");
        clone.closeGate();
        try (RunningProcess one = clone.launcher().start("version");
                RunningProcess two = clone.launcher().start("version")) {
            String first = one.awaitLine("ing ");
            String second = two.awaitLine("ing ");
            clone.openGate();

            assertThat(one.await(LIMIT).exitCode()).isZero();
            assertThat(two.await(LIMIT).exitCode()).isZero();
            assertThat(List.of(first.split(" ", 2)[0], second.split(" ", 2)[0]))
                    .containsExactlyInAnyOrder("Building", "Waiting");
            assertThat(clone.builds()).hasSize(1);
            assertThat(clone.target("oneoff-build.lock")).doesNotExist();
        }
    }

    @Test
    void aLockWhoseOwnerHasNotSignedYetIsWaitedFor() throws IOException {
        Path lock = Files.createDirectories(clone.target("oneoff-build.lock"));
        try (RunningProcess second = clone.launcher().start("version")) {
            assertThat(second.awaitLine("ing ")).isEqualTo("Waiting for the build of process that just started ...");
            assertThat(clone.target("oneoff-builds")).isEmptyDirectory();
            Files.delete(lock);
            assertThat(second.await(LIMIT).exitCode()).isZero();
        }
        assertThat(clone.builds()).hasSize(1);
        assertThat(lock).doesNotExist();
    }

    @Test
    void anEditDuringTheBuildIsBuiltByTheNextRun() throws IOException {
        clone.closeGate();
        try (RunningProcess first = clone.launcher().start("version")) {
            first.awaitLine("Building");
            clone.touch(clone.source());
            clone.openGate();
            assertThat(first.await(LIMIT).exitCode()).isZero();
        }

        assertThat(clone.launcher().run("version").stderr()).isEqualTo(CloneIT.BUILDING);
        assertThat(clone.launcher().run("version").stderr()).isEmpty();
    }

    @Test
    void aRunningJvmKeepsItsJarsThroughLaterBuilds() throws IOException {
        try (RunningProcess running = clone.launcher().env("HOLD", "yes").start("schedule", "work")) {
            String classPath = running.awaitLine("oneoff-1.jar");
            for (int build = 0; build < 3; build++) {
                clone.touch(clone.source());
                assertThat(clone.launcher().run("version").stdout()).isNotEqualTo(classPath);
            }
            running.type("\n");

            assertThat(running.await(LIMIT).stdoutLines()).containsExactly(classPath, "oneoff-1.jar", "picocli-4.jar");
        }
        assertThat(clone.target("oneoff-builds").toFile().list()).hasSize(3);

        clone.touch(clone.source());
        clone.launcher().run("version");
        assertThat(clone.target("oneoff-builds").toFile().list())
                .as("the build in use and the one before it")
                .hasSize(2);
    }

    @Test
    void aSignalEndsTheBuildAndLeavesNothingBehind() throws IOException {
        clone.closeGate();
        try (RunningProcess building = clone.launcher().start("version")) {
            building.awaitLine("Building");
            building.terminate();

            assertThat(building.await(LIMIT).exitCode()).isEqualTo(143);
        }
        assertThat(clone.target("oneoff-build.lock")).doesNotExist();
        assertThat(clone.target("oneoff-builds")).isEmptyDirectory();
        assertThat(clone.wasEnded()).isTrue();
    }

    private long deadProcess() {
        try (RunningProcess process =
                Launcher.at(Path.of("/bin/true")).in(folder).start()) {
            process.await(LIMIT);
            return process.pid();
        }
    }
}
