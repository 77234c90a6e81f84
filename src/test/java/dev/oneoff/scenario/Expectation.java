package dev.oneoff.scenario;

import dev.oneoff.support.ProcessResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command must say and end with; lines may hold placeholders.
 *
 * @param exitCode 0 unless the scenario says {@code exit N}
 */
record Expectation(List<String> stdout, List<String> stderr, int exitCode) {

    Expectation {
        stdout = List.copyOf(stdout);
        stderr = List.copyOf(stderr);
    }

    boolean isMetBy(ProcessResult result, Placeholders placeholders) {
        return result.exitCode() == exitCode
                && placeholders.match(stdout, result.stdoutLines())
                && placeholders.match(stderr, result.stderrLines());
    }

    /** Returns what the result would have met, with the placeholders of this one wherever they still fit. */
    Expectation rewritten(ProcessResult result, Placeholders placeholders) {
        return new Expectation(
                placeholders.rewrite(stdout, result.stdoutLines()),
                placeholders.rewrite(stderr, result.stderrLines()),
                result.exitCode());
    }

    /** Returns how it stands in the file, below the command. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(ScenarioFile.escape(stdout));
        stderr.forEach(line -> lines.add(line.isEmpty() ? "!" : "! " + line));
        if (exitCode != 0) {
            lines.add("exit " + exitCode);
        }
        return lines;
    }
}
