package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.migrate.MigrateRequest;
import dev.oneoff.migrate.Migrated;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code migrate}. */
@Command(
        name = "migrate",
        header = {
            "Applies pending changesets, each with its history row in one commit.",
            "",
            "Examples:",
            "  oneoff migrate                    apply everything that is pending",
            "  oneoff migrate --dry-run          show the SQL, change nothing",
            "  oneoff migrate --check            exit 10 when something is pending",
            "  oneoff migrate --wait-for-db 60s  as a release phase",
            ""
        })
final class MigrateCommand extends ChangelogAction {

    @Option(names = "--dry-run", description = "Show what would run; change nothing.")
    private boolean dryRun;

    @Option(names = "--check", description = "Answer by exit code: 0 up to date, 10 pending, 22 changed.")
    private boolean check;

    @Option(names = "--to", paramLabel = "TAG", description = "Up to and with the changeset that sets this tag.")
    private @Nullable String toTag;

    @Option(names = "--count", paramLabel = "N", description = "At most so many changesets.")
    private @Nullable Integer count;

    @Option(names = "--tag", paramLabel = "TAG", description = "Tag the state it ends with, for rollback --to.")
    private @Nullable String tag;

    @Override
    boolean logIsTheAnswer() {
        return !dryRun && !check;
    }

    @Override
    Answer act(Invocation invocation) {
        Selection selection = Selections.of("migrate", toTag, count, false);
        MigrateRequest request =
                new MigrateRequest(selection, Optional.ofNullable(tag), changelog.waitForDatabase, common.lockWait);
        if (dryRun || check) {
            Plan plan =
                    invocation.oneoff(changelog).plan(selection, dryRun, changelog.waitForDatabase, common.lockWait);
            Answer answer =
                    dryRun ? Answer.of(PlanReports.dryRun(plan)).asDryRun() : Answer.of(PlanReports.status(plan));
            return answer.warning(plan.warnings()).failing(check ? pending(plan) : Optional.empty());
        }
        Outcome<Migrated> outcome = invocation.oneoff(changelog).migrate(request);
        Migrated migrated = outcome.value();
        if (outcome.failure().isEmpty()) {
            Journal.open().say(outcome.summary());
        }
        return Answer.acted(MigratedReports.of(outcome), migrated.run(), migrated.warnings(), outcome.failure());
    }

    static Optional<Failure> pending(Plan plan) {
        int pending = plan.pending().size();
        return pending == 0
                ? Optional.empty()
                : Optional.of(new Failure(
                        FailureKind.CHECK_FAILED,
                        pending + (pending == 1 ? " changeset is pending." : " changesets are pending."),
                        "Apply them with: oneoff migrate"));
    }
}
