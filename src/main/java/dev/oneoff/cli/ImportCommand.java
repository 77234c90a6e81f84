package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Outcome;
import dev.oneoff.transfer.Extent;
import dev.oneoff.transfer.ImportMode;
import dev.oneoff.transfer.ImportRequest;
import dev.oneoff.transfer.ImportRequest.Batching;
import dev.oneoff.transfer.ImportRequest.PassOver;
import dev.oneoff.transfer.Imported;
import dev.oneoff.transfer.Imports;
import dev.oneoff.transfer.file.FileName;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.TransferJob;
import dev.oneoff.transfer.undo.UndoRequest;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}. */
@Command(
        name = "import",
        customSynopsis = {"oneoff import [OPTIONS] FILE|-", "       oneoff import [OPTIONS] --undo=RUN", ""},
        header = {
            "Imports a file into a table: all of it or nothing, in one transaction.",
            "",
            "Examples:",
            "  oneoff import users.csv --dry-run      show what would change",
            "  oneoff import users.csv                insert new rows; nothing is overwritten",
            "  oneoff import users.csv --mode upsert  update those that differ, too",
            "  oneoff import new.csv.gz --into users --key email",
            "  cat users.ndjson | oneoff import - --into users --format ndjson",
            "  oneoff import --undo 20261120-100431-k3f9a",
            ""
        })
final class ImportCommand extends Action {

    /** What is done with a row that an import finds and may not write. */
    enum Existing {
        REJECT,
        SKIP
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|-",
            description = "The file: .csv, .tsv, .json, .ndjson or .jsonl, each also with .gz; it is named after its"
                    + " table. - for stdin, with --into and --format.")
    private String file = "";

    @Option(names = "--into", paramLabel = "TABLE", description = "The table, when the file is not named after it.")
    private @Nullable String table;

    @Option(
            names = "--mode",
            paramLabel = "insert|upsert|update|replace",
            description =
                    "insert: new rows; one that is there with other values is rejected (default). upsert: new rows, and"
                            + " those that differ are updated. update: only rows that are there. replace: as upsert, and rows that"
                            + " are not in the file are deleted.")
    private @Nullable ImportMode mode;

    @Option(
            names = "--key",
            paramLabel = "COLUMNS",
            split = ",",
            hideParamSyntax = true,
            description = "The columns of the unique key by which rows are found, with commas between.")
    private List<String> key = List.of();

    @Option(names = "--no-key", description = "Import a file without a key: each run inserts its rows again.")
    private boolean noKey;

    @Option(
            names = "--existing",
            paramLabel = "reject|skip",
            description = "What becomes of rows that the mode does not take (default: reject).")
    private @Nullable Existing existing;

    @Option(names = "--ignore-extra", description = "Pass over columns that the table does not have.")
    private boolean ignoreExtra;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            description = "Import the good rows when at most so many are rejected (default: 0).")
    private long maxErrors;

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            description = "Commit every so many rows, after a look at the whole file.")
    private @Nullable Long batch;

    @Option(names = "--no-job", description = "Pass over jobs/transfers/FILE.yaml.")
    private boolean noJob;

    @Option(names = "--resume", description = "With --batch: go on where an import of this file stopped.")
    private boolean resume;

    @Option(names = "--again", description = "With --batch: begin anew a file that was imported in part.")
    private boolean again;

    @Mixin
    private final ImportFileOptions said = new ImportFileOptions();

    @Mixin
    private final RejectOptions rejects = new RejectOptions();

    @Mixin
    private final ReplaceOptions replace = new ReplaceOptions();

    @Mixin
    private final KeepOptions keep = new KeepOptions();

    @Mixin
    private final UndoOptions undo = new UndoOptions();

    /** How much a dry run does. */
    enum DryRun {
        LOOK,
        FULL
    }

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "LOOK",
            paramLabel = "full",
            description = "Show what would be done; change nothing. =full writes the rows and takes them back, and so"
                    + " locks them meanwhile.")
    private @Nullable DryRun dryRun;

    @Option(
            names = "--wait-for-db",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for a server that is not up yet.")
    private Duration waitForDatabase = Duration.ZERO;

    @Override
    boolean logIsTheAnswer() {
        return dryRun == null && !rejects.toStdout();
    }

    @Override
    boolean rowsOnStdout() {
        return rejects.toStdout();
    }

    @Override
    String waitOption() {
        return "--wait-for-db 60s";
    }

    private ImportMode mode(TransferJob job) {
        return Optional.ofNullable(mode)
                .or(() -> job.text("mode").map(text -> ImportMode.valueOf(text.toUpperCase(Locale.ROOT))))
                .orElse(ImportMode.INSERT);
    }

    private boolean skips(TransferJob job) {
        return existing == null ? job.text("existing").filter("skip"::equals).isPresent() : existing == Existing.SKIP;
    }

    private Optional<Batching> batching(TransferJob job) {
        if (maxErrors < 0) {
            throw usage("--max-errors " + maxErrors + " is too few.", "Write a number from 0 up.");
        }
        if (batch == null && (resume || again)) {
            throw usage("--resume and --again are for imports with --batch.", "Say how many rows: --batch 10000.");
        }
        if (batch != null && (batch < 1 || file.equals("-"))) {
            throw usage(
                    batch < 1 ? "--batch " + batch + " is too few." : "A stream cannot be imported in batches.",
                    batch < 1 ? "Write a number from 1 up." : "Write it into a file first: it is read twice.");
        }
        if (batch != null && mode(job) == ImportMode.REPLACE) {
            throw usage(
                    "--mode replace cannot be cut into batches: what goes is known at the end of the file.",
                    "Leave out --batch.");
        }
        return Optional.ofNullable(batch).map(rows -> new Batching(rows, resume, again));
    }

    private ImportRequest request(TransferJob job, Path folder, OutputStream stdout) {
        return new ImportRequest(
                file,
                folder,
                job.named(),
                said.file(job),
                said.columns(job),
                said.values(job),
                Optional.ofNullable(table).or(() -> job.text("table")),
                mode(job),
                key.isEmpty() ? job.list("key") : key,
                new PassOver(skips(job), ignoreExtra || job.flag("ignore-extra"), noKey || job.flag("no-key")),
                batching(job),
                maxErrors,
                rejects.rejecting(common, stdout, rows -> again(rows, job)),
                waitForDatabase,
                common.lockWait,
                keep.keeps(mode(job)),
                replace.of(mode(job), maxErrors));
    }

    /** Returns the command line that imports a file with rows that this one rejected, mended. */
    private String again(String rows, TransferJob job) {
        // A file of any name is neither named after the table nor after the job.
        String into = table == null && rejects.toNamed()
                ? job.text("table")
                        .orElse(FileName.of(file, Optional.of(Format.CSV)).table())
                : table;
        Typed typed = new Typed()
                .word(rows)
                .option("--into", into)
                .option("--mode", mode)
                .option("--key", key.isEmpty() ? null : String.join(",", key))
                .flag("--no-key", noKey)
                .option("--existing", existing)
                .flag("--ignore-extra", ignoreExtra)
                .flag("--no-job", noJob);
        said.typed(typed);
        keep.typed(typed);
        return "oneoff import" + typed.common(common);
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }

    @Override
    Answer act(Invocation invocation) {
        Optional<UndoRequest> back = undo.request(
                file, spec.commandLine().getParseResult().matchedOptions(), waitForDatabase, common.lockWait);
        if (back.isPresent()) {
            return new UndoingImport(invocation, back.get()).act(dryRun != null);
        }
        TransferJob job = noJob ? TransferJob.none() : TransferJob.of(file, folder(invocation));
        ImportRequest request =
                request(job, folder(invocation), invocation.streams().bytes());
        Imports imports = invocation.oneoff().imports();
        if (dryRun != null) {
            Extent extent = dryRun == DryRun.FULL ? Extent.TRY : Extent.LOOK;
            Imported would =
                    imports.dryRun(request, extent, invocation.streams().in());
            Optional<Failure> failure = would.rejected() > maxErrors
                    ? Optional.of(Imports.rejected(would))
                    : would.deletion().refusal();
            return Answer.of(ImportReports.of(would, would.summary() + " (dry run: nothing was changed)"))
                    .asDryRun()
                    .failing(failure);
        }
        Outcome<Imported> outcome = imports.run(request, invocation.streams().in());
        // The log does not say what is wrong with rows, and there is no file that does.
        boolean silent = rejects.toStdout() && outcome.value().rejected() > 0;
        return new Answer(
                ImportReports.of(
                        outcome.value(),
                        outcome.failure().isEmpty()
                                ? outcome.value().summary()
                                : outcome.value().refusal()),
                false,
                outcome.failure().isEmpty() && !silent,
                outcome.value().run(),
                outcome.failure().isEmpty() ? outcome.value().warning().stream().toList() : List.of(),
                outcome.failure());
    }
}
