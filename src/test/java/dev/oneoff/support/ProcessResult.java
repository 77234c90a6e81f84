package dev.oneoff.support;

import java.util.List;

/**
 * What a process left behind.
 *
 * @param stdout everything it wrote there, decoded as UTF-8
 * @param stderr everything it wrote there, decoded as UTF-8
 */
public record ProcessResult(int exitCode, String stdout, String stderr) {

    /** Returns the lines of stdout, without their ends. */
    public List<String> stdoutLines() {
        return stdout.lines().toList();
    }

    /** Returns the lines of stderr, without their ends. */
    public List<String> stderrLines() {
        return stderr.lines().toList();
    }

    @Override
    public String toString() {
        return "exit code %d%n--- stdout%n%s%n--- stderr%n%s".formatted(exitCode, stdout, stderr);
    }
}
