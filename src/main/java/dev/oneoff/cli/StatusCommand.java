package dev.oneoff.cli;

import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}. */
@Command(
        name = "status",
        header = {
            "Compares the changelog with the database. Writes nothing, creates nothing.",
            "",
            "Examples:",
            "  oneoff status          what is applied, what is pending",
            "  oneoff status --check  the same, and exit 10 when something is pending",
            ""
        })
final class StatusCommand extends ChangelogAction {

    @Option(names = "--check", description = "Exit 10 when something is pending.")
    private boolean check;

    @Override
    Answer act(Invocation invocation) {
        Plan plan = invocation.oneoff(changelog).plan(Selection.ALL, false, changelog.waitForDatabase, common.lockWait);
        return Answer.of(PlanReports.status(plan))
                .warning(plan.warnings())
                .failing(check ? MigrateCommand.pending(plan) : Optional.empty());
    }
}
