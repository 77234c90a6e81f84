package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unlock}. */
@Command(
        name = "unlock",
        header = {
            "Frees the Liquibase lock row that a dead process left behind.",
            "",
            "Example:",
            "  oneoff unlock  shows whose lock it is, then frees it",
            ""
        },
        description = {
            "Runs of oneoff need none: their lock ends with their process. One that is",
            "alive is not touched (exit code 32)."
        })
final class UnlockCommand extends Action {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    boolean logIsTheAnswer() {
        return true;
    }

    @Override
    Answer act(Invocation invocation) {
        Optional<String> found = invocation.oneoff().lockHolder(common.lockWait);
        if (found.isEmpty()) {
            Journal.open().say("nothing to do: no lock");
            return Answer.said(report("nothing to do: no lock", Optional.empty()));
        }
        String holder = found.get();
        Journal.open().say("the Liquibase lock is held by " + holder);
        new Confirmation(invocation).require("Unlock frees the lock held by " + holder);
        Outcome<Optional<String>> outcome =
                invocation.oneoff().unlock(holder, asked() ? common.lockWait : Duration.ZERO);
        Journal.open().say(outcome.summary());
        return Answer.said(report(outcome.summary(), outcome.value()));
    }

    // The usual five minutes would be wasted on a run that is alive.
    private boolean asked() {
        return spec.commandLine().getParseResult().hasMatchedOption("--lock-wait");
    }

    private static Report report(String headline, Optional<String> holder) {
        Map<String, @Nullable Object> lock = new LinkedHashMap<>();
        lock.put("freedFrom", holder.orElse(null));
        return Report.of(headline, new Section.Facts("lock", lock));
    }
}
