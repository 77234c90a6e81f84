package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.output.Report;
import java.util.List;
import java.util.Optional;

/**
 * What a command came to.
 *
 * @param report what to show
 * @param shown whether the log has shown it already, so that text output is only the last line
 * @param run the recorded run's id
 */
record Answer(
        Report report,
        boolean dryRun,
        boolean shown,
        Optional<String> run,
        List<String> warnings,
        Optional<Failure> failure) {

    /** An answer that is the point of the command. */
    static Answer of(Report report) {
        return new Answer(report, false, false, Optional.empty(), List.of(), Optional.empty());
    }

    /** An answer of something that acted and has said so in the log. */
    static Answer acted(Report report, String run, List<String> warnings, Optional<Failure> failure) {
        return new Answer(report, false, true, Optional.of(run), warnings, failure);
    }

    /** An answer of something that has said so in the log already. */
    static Answer said(Report report) {
        return new Answer(report, false, true, Optional.empty(), List.of(), Optional.empty());
    }

    Answer showing(Report other) {
        return new Answer(other, dryRun, shown, run, warnings, failure);
    }

    Answer asDryRun() {
        return new Answer(report, true, shown, run, warnings, failure);
    }

    Answer warning(List<String> more) {
        return new Answer(report, dryRun, shown, run, more, failure);
    }

    Answer failing(Optional<Failure> why) {
        return new Answer(report, dryRun, shown, run, warnings, why);
    }
}
