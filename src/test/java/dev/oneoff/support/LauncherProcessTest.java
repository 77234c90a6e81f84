package dev.oneoff.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process runner, tried on small shell scripts. */
class LauncherProcessTest {

    @TempDir
    private Path folder;

    @Test
    void aRunAnswersWithBothStreamsAndTheExitCode() throws IOException {
        ProcessResult result = launcher("echo \"out $1\"; echo err >&2; exit 7").run("ä b");

        assertThat(result).isEqualTo(new ProcessResult(7, "out ä b\n", "err\n"));
    }

    @Test
    void theEnvironmentIsCleanButForWhatIsGiven() throws IOException {
        ProcessResult result = launcher("env | cut -d= -f1 | grep -v -e PWD -e SHLVL -e '^_$' | sort")
                .env("APP_ENV", "test")
                .run();

        assertThat(result.stdoutLines()).containsExactly("APP_ENV", "HOME", "JAVA_HOME", "PATH");
    }

    @Test
    void theFolderAndStdinAreTheTests() throws IOException {
        ProcessResult result = launcher("pwd -P; cat").reading("rows\n").run();

        assertThat(result.stdoutLines()).containsExactly(folder.toRealPath().toString(), "rows");
    }

    @Test
    void aShellLineFindsTheLauncherByItsName() throws IOException {
        ProcessResult result = launcher("cat; echo \"$*\"").shell("echo piped | oneoff 'import -' x");

        assertThat(result.stdoutLines()).containsExactly("piped", "import - x");
    }

    @Test
    void aRunThatTakesTooLongIsKilledAndShowsWhatItSaid() throws IOException {
        Launcher endless = launcher("echo begun; echo oops >&2; cat /dev/zero >/dev/null");

        assertThatThrownBy(() -> endless.within(Duration.ofSeconds(1)).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Still running", "begun", "oops");
    }

    @Test
    void aRunningProcessIsTalkedToLineByLine() throws IOException {
        try (RunningProcess process = launcher("read a; echo \"got $a\" >&2; read b; echo \"then $b\"")
                .start()) {
            process.type("one\n");
            assertThat(process.awaitLine("got")).isEqualTo("got one");
            process.type("two\n");
            assertThat(process.await(Duration.ofSeconds(10)))
                    .isEqualTo(new ProcessResult(0, "then two\n", "got one\n"));
        }
    }

    @Test
    void aLineThatNeverComesFailsAtTheEndOfTheProcess() throws IOException {
        try (RunningProcess process = launcher("echo something else").start()) {
            assertThatThrownBy(() -> process.awaitLine("wanted"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("something else");
        }
    }

    @Test
    void signalsArrive() throws IOException {
        Launcher trapping = launcher("""
                trap 'echo INT; exit 130' INT
                trap 'echo TERM; exit 143' TERM
                echo ready
                read forever""");
        try (RunningProcess interrupted = trapping.start();
                RunningProcess terminated = trapping.start()) {
            interrupted.awaitLine("ready");
            interrupted.interrupt();
            terminated.awaitLine("ready");
            terminated.terminate();

            assertThat(interrupted.await(Duration.ofSeconds(10))).isEqualTo(new ProcessResult(130, "ready\nINT\n", ""));
            assertThat(terminated.await(Duration.ofSeconds(10))).isEqualTo(new ProcessResult(143, "ready\nTERM\n", ""));
        }
    }

    private Launcher launcher(String script) throws IOException {
        return Launcher.at(FakeScript.write(folder.resolve("bin/oneoff"), script))
                .in(folder);
    }
}
