package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.run.Outcome;
import dev.oneoff.transfer.ImportMode;
import dev.oneoff.transfer.ImportRequest;
import dev.oneoff.transfer.ImportRequest.PassOver;
import dev.oneoff.transfer.Imported;
import dev.oneoff.transfer.Imports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}. */
@Command(
        name = "import",
        header = {
            "Imports a file into a table: all of it or nothing, in one transaction.",
            "",
            "Examples:",
            "  oneoff import users.csv --dry-run      show what would change",
            "  oneoff import users.csv                insert new rows; nothing is overwritten",
            "  oneoff import users.csv --mode upsert  update those that differ, too",
            "  oneoff import new.csv.gz --into users --key email",
            "  cat users.ndjson | oneoff import - --into users --format ndjson",
            ""
        })
final class ImportCommand extends Action {

    /** What is done with a row that an import finds and may not write. */
    enum Existing {
        REJECT,
        SKIP
    }

    @Parameters(
            paramLabel = "FILE|-",
            description = {
                "The file: .csv, .tsv, .json, .ndjson or .jsonl, each also with .gz; it",
                "is named after its table. - for stdin, with --into and --format."
            })
    private String file = "";

    @Option(names = "--into", paramLabel = "TABLE", description = "The table, when the file is not named after it.")
    private @Nullable String table;

    @Option(
            names = "--mode",
            paramLabel = "insert|upsert|update",
            description = {
                "insert: new rows; one that is there with other values is rejected",
                "(default). upsert: new rows, and those that differ are updated.",
                "update: only rows that are there."
            })
    private ImportMode mode = ImportMode.INSERT;

    @Option(
            names = "--key",
            paramLabel = "COLUMNS",
            split = ",",
            description = "The columns of the unique key by which rows are found.")
    private List<String> key = List.of();

    @Option(names = "--no-key", description = "Import a file without a key: each run inserts its rows again.")
    private boolean noKey;

    @Option(
            names = "--existing",
            paramLabel = "reject|skip",
            description = "What becomes of rows that the mode does not take (default: reject).")
    private Existing existing = Existing.REJECT;

    @Option(names = "--ignore-extra", description = "Pass over columns that the table does not have.")
    private boolean ignoreExtra;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            description = "Import the good rows when at most so many are rejected (default: 0).")
    private long maxErrors;

    @Mixin
    private final ImportFileOptions said = new ImportFileOptions();

    @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait-for-db",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for a server that is not up yet.")
    private Duration waitForDatabase = Duration.ZERO;

    @Override
    boolean logIsTheAnswer() {
        return !dryRun;
    }

    @Override
    String waitOption() {
        return "--wait-for-db 60s";
    }

    @Override
    Answer act(Invocation invocation) {
        ImportRequest request = new ImportRequest(
                file,
                folder(invocation),
                said.file(),
                said.columns(),
                said.values(),
                Optional.ofNullable(table),
                mode,
                key,
                new PassOver(existing == Existing.SKIP, ignoreExtra, noKey),
                maxErrors,
                waitForDatabase,
                common.lockWait);
        Imports imports = invocation.oneoff().imports();
        if (dryRun) {
            Imported would = imports.dryRun(request, invocation.streams().in());
            Optional<Failure> failure =
                    would.rejected() > maxErrors ? Optional.of(Imports.rejected(would)) : Optional.empty();
            return Answer.of(ImportReports.of(would, true)).asDryRun().failing(failure);
        }
        Outcome<Imported> outcome = imports.run(request, invocation.streams().in());
        return new Answer(
                ImportReports.of(outcome.value(), false),
                false,
                outcome.failure().isEmpty(),
                Optional.empty(),
                List.of(),
                outcome.failure());
    }
}
