package dev.oneoff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionScriptTest {

    private final CompletionScript script = new CompletionScript(Commands.reader(new String[0]));

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("oneoff.bash"), script.bash());
    }

    @Test
    void bashReadsTheScript() throws Exception {
        assertThat(bash("bash -n oneoff.bash")).isEmpty();
    }

    @Test
    void bashCompletesCommandsAndTheirOptions() throws Exception {
        assertThat(complete("oneoff mig")).isEqualTo("migrate");
        assertThat(complete("oneoff migrate --dr")).isEqualTo("--dry-run");
        assertThat(complete("oneoff --verbose protect o")).isEqualTo("on off");
        assertThat(complete("oneoff help rollb")).isEqualTo("rollback");
        assertThat(complete("oneoff status nothing-like-it")).isEmpty();
    }

    @Test
    void fishIsToldEveryCommandAndOptionOnALineOfItsOwn() {
        assertThat(script.fish().lines())
                .allMatch(line -> line.startsWith("complete -c oneoff "))
                .allMatch(line ->
                        line.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2 == 0)
                .anyMatch(line -> line.contains("__fish_use_subcommand -a migrate -d "))
                .anyMatch(line -> line.contains("__fish_seen_subcommand_from migrate' -l dry-run -d "));
    }

    private String complete(String line) throws Exception {
        return bash("""
                source oneoff.bash
                COMP_WORDS=(%s)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _oneoff
                echo "${COMPREPLY[*]}"
                """.formatted(line));
    }

    private String bash(String commands) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }
}
