package dev.oneoff.cli;

import dev.oneoff.datafix.Applied;
import dev.oneoff.datafix.ApplyRequest;
import dev.oneoff.datafix.DataFixes;
import dev.oneoff.datafix.Draft;
import dev.oneoff.datafix.FixAhead;
import dev.oneoff.datafix.FixStatus;
import dev.oneoff.datafix.Meant;
import dev.oneoff.datafix.Pacing;
import dev.oneoff.datafix.RevertRequest;
import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.datafix.revert.Mode;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.output.Report;
import dev.oneoff.pace.Tempo;
import dev.oneoff.progress.Journal;
import dev.oneoff.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datafix}. */
@Command(
        name = "datafix",
        header = {
            "Changes rows in small committed batches, each wrong row once.",
            "",
            "Examples:",
            "  oneoff datafix list               what there is, and where it stands",
            "  oneoff datafix try \"UPDATE ...\"   write a fix, and show what it would do",
            "  oneoff datafix apply --dry-run    show what all that is pending would do",
            "  oneoff datafix apply lowercase    apply the one fix with that in its name",
            "  oneoff datafix show lowercase     its history and the rows set aside",
            "  oneoff datafix revert lowercase   put the old values back",
            "  oneoff datafix pause lowercase    stop it at the end of its batch",
            "  oneoff datafix purge --dry-run    count old values that nobody needs any more",
            "  oneoff datafix require lowercase  exit 0 only when it has succeeded",
            ""
        },
        description = {
            "A fix is an UPDATE, DELETE or INSERT ... SELECT in datafixes/NAME.sql, under",
            "a line that says why: -- fix: Addresses were stored as typed"
        })
final class DatafixCommand extends Action {

    /** What can be done with fixes. */
    enum Verb {
        LIST,
        SHOW,
        TRY,
        APPLY,
        REVERT,
        PAUSE,
        CANCEL,
        REQUIRE,
        PURGE
    }

    @Parameters(
            index = "0",
            paramLabel = "list|show|try|apply|revert|pause|cancel|require|purge",
            description = "What to do.")
    private Verb verb = Verb.LIST;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ID",
            description = "Fixes: ids, parts of them, or files; for try the statement.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Apply everything that is pending.")
    private boolean all;

    @Option(names = "--again", description = "Begin a fix anew that is over.")
    private boolean again;

    @Option(names = "--max-rows", paramLabel = "N", description = "Stop before more rows are changed.")
    private @Nullable Long maxRows;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of the script; once for each.")
    private Map<String, String> params = Map.of();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = {
                "Sessions that work on a fix at once. Other processes that say it, too, join in.",
                "Without it one session does, and other processes wait."
            })
    private @Nullable Integer workers;

    @Option(
            names = "--pace",
            paramLabel = "gentle|steady|full",
            description = {
                "Apply: how much rest there is between batches.",
                "gentle: three times as long as the work, and shorter batches;",
                "steady: a quarter of it (default); full: none."
            })
    private @Nullable Tempo tempo;

    @Option(names = "--throttle", paramLabel = "SELECT", description = "Apply: wait while this returns true.")
    private @Nullable String throttle;

    @Option(names = "--vacuum", description = "Apply: vacuum the changed tables between batches.")
    private boolean vacuum;

    @Option(names = "--dry-run", description = "Show what apply, revert or purge would do; change nothing.")
    private boolean dryRun;

    @Option(names = "--check", description = "A dry run of apply that exits 10 when something would change.")
    private boolean check;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for try: it stands in the script and the record.")
    private @Nullable String reason;

    @Option(
            names = "--mode",
            paramLabel = "skip|strict|force",
            description = {
                "Revert: what to do about values that somebody changed after the fix.",
                "skip: leave and list them; strict: do nothing at all; force: overwrite them."
            })
    private @Nullable Mode mode;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Purge: of fixes that have been over for so long (default: images.retention, 30d).")
    private @Nullable Duration olderThan;

    @Override
    boolean logIsTheAnswer() {
        return switch (verb) {
            case APPLY -> !dryRun && !check;
            case REVERT, PURGE -> !dryRun;
            case PAUSE, CANCEL -> true;
            case LIST, SHOW, TRY, REQUIRE -> false;
        };
    }

    @Override
    Answer act(Invocation invocation) {
        requireMeant();
        DataFixes fixes = invocation.oneoff().dataFixes();
        return switch (verb) {
            case LIST -> {
                List<FixStatus> all = fixes.list(common.lockWait);
                yield Answer.of(FixReports.list(all)).failing(FixReports.unreadable(all));
            }
            case SHOW -> {
                FixStatus fix = fixes.show(one(), common.lockWait);
                yield Answer.of(FixReports.show(fix)).failing(fix.unreadable());
            }
            case TRY -> tryOut(invocation, fixes);
            case APPLY -> apply(invocation, fixes);
            case REVERT ->
                new Reverting(invocation, new RevertRequest(one(), mode == null ? Mode.SKIP : mode, common.lockWait))
                        .act(dryRun);
            case PAUSE -> stop(fixes, FixState.PAUSED);
            case CANCEL -> {
                new Confirmation(invocation).require("Cancel gives up fix " + one() + " where it stands");
                yield stop(fixes, FixState.CANCELLED);
            }
            case REQUIRE -> require(fixes);
            case PURGE -> new Purging(invocation, Optional.ofNullable(olderThan)).act(dryRun);
        };
    }

    private OptionalInt sessions() {
        if (workers == null) {
            return OptionalInt.empty();
        }
        require(workers >= 1 && workers <= 64, "--workers is a number from 1 to 64.");
        return OptionalInt.of(workers);
    }

    private Answer apply(Invocation invocation, DataFixes fixes) {
        OptionalLong most = maxRows == null ? OptionalLong.empty() : OptionalLong.of(maxRows);
        ApplyRequest request = new ApplyRequest(
                ids,
                all,
                again,
                params,
                most,
                common.lockWait,
                sessions(),
                pacing(),
                Optional.empty(),
                Optional.empty());
        if (dryRun || check) {
            return PreviewReports.answer(fixes.dryRun(request), check, next());
        }
        List<Meant> meant = fixes.meant(request);
        if (!meant.isEmpty()) {
            new Confirmation(invocation).require("Datafix apply changes rows: " + FixReports.ids(meant));
        }
        Outcome<List<Applied>> outcome = fixes.apply(request, meant);
        if (outcome.failure().isEmpty() && outcome.value().isEmpty()) {
            Journal.open().say(outcome.summary());
        }
        Report report = FixReports.applied(outcome.summary(), outcome.value());
        return outcome.value().isEmpty()
                ? Answer.said(report)
                : Answer.acted(
                        report, outcome.value().get(outcome.value().size() - 1).run(), List.of(), outcome.failure());
    }

    /** What was tried is what comes next, but for trying. */
    private PreviewReports.Next next() {
        Typed options = new Typed().flag("--again", again).option("--max-rows", maxRows);
        params.forEach((name, value) -> options.option("--param", name + "=" + value));
        options.option("--workers", workers)
                .option("--pace", tempo == null ? null : tempo.name().toLowerCase(Locale.ROOT))
                .option("--throttle", throttle)
                .flag("--vacuum", vacuum);
        return new PreviewReports.Next(!ids.isEmpty(), options.common(common));
    }

    private Pacing pacing() {
        return new Pacing(tempo == null ? Tempo.STEADY : tempo, vacuum, Optional.ofNullable(throttle));
    }

    private Answer tryOut(Invocation invocation, DataFixes fixes) {
        Optional<String> why =
                Optional.ofNullable(reason).or(() -> invocation.ask("Why? One sentence for the record: "));
        Draft draft = new Draft(
                String.join(" ", ids), why.orElse(""), invocation.settings().ticket());
        FixPreview preview = fixes.tryOut(draft, common.lockWait);
        Answer answer = PreviewReports.answer(
                List.of(FixAhead.of(preview)), check, new PreviewReports.Next(true, new Typed().common(common)));
        return answer.showing(answer.report().and(PreviewReports.written(shown(invocation, preview))));
    }

    /** The folder of the app need not be the caller's. */
    private static Path shown(Invocation invocation, FixPreview preview) {
        Path here = invocation.environment().workingFolder().toAbsolutePath();
        Path file = invocation
                .settings()
                .app()
                .path()
                .toAbsolutePath()
                .resolve(preview.script().file());
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    /** An option that another verb would pass over could hide that something is really done. */
    private void requireMeant() {
        boolean looks = verb == Verb.APPLY || verb == Verb.TRY;
        require(
                !dryRun || looks || verb == Verb.REVERT || verb == Verb.PURGE,
                "--dry-run is for apply, try, revert and purge.");
        require(verb != Verb.LIST || ids.isEmpty(), "list takes no fixes; show takes one.");
        require(
                verb != Verb.PURGE || ids.isEmpty(),
                "purge takes no fixes: all that are over for long enough are meant.");
        require(olderThan == null || verb == Verb.PURGE, "--older-than is for purge.");
        require(!check || looks, "--check is for apply and try.");
        require(reason == null || verb == Verb.TRY, "--reason is for try.");
        require(mode == null || verb == Verb.REVERT, "--mode is for revert.");
        require(
                (!all && !again && maxRows == null && params.isEmpty() && workers == null) || verb == Verb.APPLY,
                "--all, --again, --max-rows, --param and --workers are for apply.");
        require(!paced() || verb == Verb.APPLY, "--pace, --throttle and --vacuum are for apply.");
    }

    private boolean paced() {
        return tempo != null || throttle != null || vacuum;
    }

    private static void require(boolean meant, String otherwise) {
        if (!meant) {
            throw new OneoffException(FailureKind.USAGE, otherwise, "Nothing was done. See: oneoff datafix --help");
        }
    }

    private Answer stop(DataFixes fixes, FixState to) {
        Outcome<FixStatus> outcome = fixes.stop(one(), to, common.lockWait);
        Journal.open().say(outcome.summary());
        return Answer.said(FixReports.list(List.of(outcome.value())));
    }

    private Answer require(DataFixes fixes) {
        Optional<Failure> unmet = fixes.require(one(), common.lockWait);
        return Answer.of(FixReports.list(List.of(fixes.show(one(), common.lockWait))))
                .failing(unmet);
    }

    private String one() {
        if (ids.size() != 1) {
            throw new OneoffException(FailureKind.USAGE, "Name one fix.", "To see all: oneoff datafix list");
        }
        return ids.get(0);
    }
}
