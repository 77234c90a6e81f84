package dev.oneoff.cli;

import dev.oneoff.Released;
import dev.oneoff.datafix.ApplyRequest;
import dev.oneoff.datafix.Meant;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.MigrateRequest;
import dev.oneoff.migrate.Migrated;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Selection;
import dev.oneoff.output.Report;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.time.Duration;
import java.util.List;
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
            "  oneoff migrate --fixes            data fixes with phase: release, too",
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

    @Option(names = "--fixes", description = "Then run the data fixes that say phase: release.")
    private boolean fixes;

    @Option(
            names = "--fixes-for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long these may take together; the rest goes on next time (exit 33).")
    private @Nullable Duration fixesFor;

    @Override
    boolean logIsTheAnswer() {
        return !dryRun && !check;
    }

    @Override
    Answer act(Invocation invocation) {
        Selection selection = Selections.of("migrate", toTag, count, false);
        requireWhole(selection);
        MigrateRequest request =
                new MigrateRequest(selection, Optional.ofNullable(tag), changelog.waitForDatabase, common.lockWait);
        if (dryRun || check) {
            Plan plan =
                    invocation.oneoff(changelog).plan(selection, dryRun, changelog.waitForDatabase, common.lockWait);
            List<Meant> meant = fixes ? meant(invocation) : List.of();
            Report report = dryRun ? PlanReports.dryRun(plan) : PlanReports.status(plan);
            Answer answer = Answer.of(fixes ? report.and(FixReports.meant(meant)) : report)
                    .warning(plan.warnings())
                    .failing(check ? pending(plan).or(() -> pending(meant)) : Optional.empty());
            return dryRun ? answer.asDryRun() : answer;
        }
        return fixes ? withFixes(invocation, request) : migrate(invocation, request);
    }

    private Answer migrate(Invocation invocation, MigrateRequest request) {
        Outcome<Migrated> outcome = invocation.oneoff(changelog).migrate(request);
        Migrated migrated = outcome.value();
        if (outcome.failure().isEmpty()) {
            Journal.open().say(outcome.summary());
        }
        return Answer.acted(MigratedReports.of(outcome), migrated.run(), migrated.warnings(), outcome.failure());
    }

    /** A fix may rely on every changeset. */
    private void requireWhole(Selection selection) {
        if (fixes && !selection.equals(Selection.ALL)) {
            throw new OneoffException(
                    FailureKind.USAGE,
                    "--fixes comes after all changesets, not after some: it excludes --to and --count.",
                    "See: oneoff help migrate");
        }
        if (fixesFor != null && !fixes) {
            throw new OneoffException(
                    FailureKind.USAGE, "--fixes-for is the time of --fixes.", "See: oneoff help migrate");
        }
    }

    private ApplyRequest release() {
        return ApplyRequest.release(Optional.ofNullable(fixesFor), common.lockWait);
    }

    private List<Meant> meant(Invocation invocation) {
        return invocation.oneoff(changelog).dataFixes().meant(release(), changelog.waitForDatabase);
    }

    private Answer withFixes(Invocation invocation, MigrateRequest request) {
        List<Meant> meant = meant(invocation);
        if (!meant.isEmpty()) {
            new Confirmation(invocation)
                    .require("Migrate runs data fixes, which change rows: " + FixReports.ids(meant));
        }
        Outcome<Released> outcome = invocation.oneoff(changelog).migrate(request, release(), meant);
        Released released = outcome.value();
        return Answer.acted(
                MigratedReports.of(new Outcome<>(released.migrated(), outcome.summary(), outcome.failure()))
                        .and(FixReports.applied("fixes", released.fixes(), "")),
                released.migrated().run(),
                released.migrated().warnings(),
                outcome.failure());
    }

    private static Optional<Failure> pending(List<Meant> meant) {
        return meant.isEmpty()
                ? Optional.empty()
                : Optional.of(new Failure(
                        FailureKind.CHECK_FAILED,
                        "Data fixes are pending for a release: " + FixReports.ids(meant) + ".",
                        "Apply them with: oneoff migrate --fixes"));
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
