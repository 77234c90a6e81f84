package dev.oneoff.cli;

import dev.oneoff.migrate.Migrated;
import dev.oneoff.migrate.PendingChangeset;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.RollbackRequest;
import dev.oneoff.migrate.Selection;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollback}. */
@Command(
        name = "rollback",
        header = {
            "Takes changesets back, newest first, by the way back they were written with.",
            "",
            "Examples:",
            "  oneoff rollback --count 1 --dry-run  show the SQL, change nothing",
            "  oneoff rollback --count 1            take back the newest changeset",
            "  oneoff rollback --to v1.4            take back what came after the tag",
            ""
        })
final class RollbackCommand extends ChangelogAction {

    @Option(names = "--dry-run", description = "Show what would run; change nothing.")
    private boolean dryRun;

    @Option(names = "--to", paramLabel = "TAG", description = "Take back what came after this tag.")
    private @Nullable String toTag;

    @Option(names = "--count", paramLabel = "N", description = "Take back so many changesets.")
    private @Nullable Integer count;

    @Override
    boolean logIsTheAnswer() {
        return !dryRun;
    }

    @Override
    Answer act(Invocation invocation) {
        Selection back = Selections.of("rollback", toTag, count, true);
        Plan plan = invocation.oneoff(changelog).rollbackPlan(back, changelog.waitForDatabase, common.lockWait);
        if (dryRun) {
            return Answer.of(PlanReports.rollback(plan)).asDryRun();
        }
        if (!plan.pending().isEmpty()) {
            new Confirmation(invocation).require("Rollback takes back " + going(plan.pending()));
        }
        Outcome<Migrated> outcome = invocation
                .oneoff(changelog)
                .rollback(new RollbackRequest(back, Optional.of(plan), changelog.waitForDatabase, common.lockWait));
        if (outcome.failure().isEmpty()) {
            Journal.open().say(outcome.summary());
        }
        return Answer.acted(
                MigratedReports.of(outcome),
                outcome.value().run(),
                outcome.value().warnings(),
                outcome.failure());
    }

    private static String going(List<PendingChangeset> going) {
        String newest = going.get(0).id().brief();
        return going.size() == 1
                ? "1 changeset, " + newest
                : going.size() + " changesets, " + newest + " down to "
                        + going.get(going.size() - 1).id().brief();
    }
}
