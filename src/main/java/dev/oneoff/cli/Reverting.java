package dev.oneoff.cli;

import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.RevertRequest;
import dev.oneoff.datafix.Reverted;
import dev.oneoff.datafix.revert.Mode;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.output.Report;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.util.List;

/** {@code datafix revert}: what is asked before, and what is said after. */
record Reverting(Invocation invocation, RevertRequest request) {

    Answer act(boolean dryRun) {
        DataFixes fixes = invocation.oneoff().dataFixes();
        if (dryRun) {
            Reverted ahead = fixes.revertPreview(request);
            return Answer.of(FixReports.reverted(ahead.ahead(), ahead)).asDryRun();
        }
        if (request.mode() == Mode.FORCE && !invocation.common().yes) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Revert with --mode force overwrites what was changed after fix " + request.named() + ".",
                    "Look first: oneoff datafix revert " + request.named()
                            + " --dry-run. If that is what you want, say it again with --yes.");
        }
        new Confirmation(invocation).require("Datafix revert puts back the old values of " + request.named());
        Outcome<Reverted> outcome = fixes.revert(request);
        Journal journal = Journal.open();
        journal.say(outcome.summary());
        outcome.value().warning().ifPresent(journal::warn);
        return answer(outcome);
    }

    private static Answer answer(Outcome<Reverted> outcome) {
        Report report = FixReports.reverted(outcome.summary(), outcome.value());
        List<String> warnings = outcome.value().warning().stream().toList();
        return outcome.value()
                .run()
                .map(run -> Answer.acted(report, run, warnings, outcome.failure()))
                .orElseGet(() -> Answer.said(report).warning(warnings));
    }
}
