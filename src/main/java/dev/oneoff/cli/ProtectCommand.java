package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code protect}. */
@Command(
        name = "protect",
        header = {
            "Marks this database as production's, or takes the mark away.",
            "",
            "Examples:",
            "  oneoff protect on   from here on, what changes data wants to be confirmed",
            "  oneoff protect off  take the mark away",
            ""
        },
        description = {
            "The mark lies in the database, so a wrong URL cannot defeat it. migrate sets",
            "it by itself where the environment says production."
        })
final class ProtectCommand extends Action {

    /** The two answers there are. */
    enum Switch {
        ON,
        OFF
    }

    @Parameters(paramLabel = "on|off", description = "Set the mark, or take it away.")
    private Switch state = Switch.ON;

    @Override
    boolean logIsTheAnswer() {
        return true;
    }

    @Override
    Answer act(Invocation invocation) {
        boolean on = state == Switch.ON;
        invocation.oneoff();
        if (!on) {
            new Confirmation(invocation).require("Protect off takes the mark away");
        }
        Outcome<Boolean> outcome = invocation.oneoff().protect(on, common.lockWait);
        Journal.open().say(outcome.summary());
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("protected", on);
        return Answer.said(Report.of(outcome.summary(), new Section.Facts("protection", facts)));
    }
}
