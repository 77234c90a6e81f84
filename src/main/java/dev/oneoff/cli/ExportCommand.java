package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.output.Report;
import dev.oneoff.transfer.export.ExportRequest;
import dev.oneoff.transfer.export.Exported;
import dev.oneoff.transfer.export.FolderRequest;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.TransferJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(
        name = "export",
        customSynopsis = {
            "oneoff export [OPTIONS] FILE|- [TABLE]",
            "       oneoff export [OPTIONS] --tables=NAMES --dir=FOLDER",
            ""
        },
        header = {
            "Exports a table, or what a query finds, into a file; read in one snapshot.",
            "",
            "Examples:",
            "  oneoff export users.csv                        the table users",
            "  oneoff export new.ndjson.gz users --where \"created_at > '2026-11-01'\"",
            "  oneoff export cities.json --query 'SELECT DISTINCT city FROM users'",
            "  oneoff export - users --format csv | less",
            "  oneoff export --tables users,orders --dir out/ --mask masks.yaml",
            ""
        })
final class ExportCommand extends Action {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE|-",
            description = "The file: .csv, .tsv, .json, .ndjson or .jsonl, each also with .gz; - for stdout.")
    private @Nullable String file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TABLE",
            description = "The table, when the file is not named after it.")
    private @Nullable String table;

    @Option(names = "--query", paramLabel = "SELECT", description = "What to export instead of a table.")
    private @Nullable String query;

    @Option(
            names = "--columns",
            paramLabel = "NAMES",
            split = ",",
            hideParamSyntax = true,
            description = "These columns of the table, in this order, with commas between.")
    private List<String> columns = List.of();

    @Option(names = "--where", paramLabel = "CONDITION", description = "These rows of the table.")
    private @Nullable String where;

    @Option(
            names = "--order",
            paramLabel = "key|none|COLUMNS",
            split = ",",
            hideParamSyntax = true,
            description =
                    "The order of the rows: that of the key (default), none, or that of columns and then the key.")
    private List<String> order = List.of();

    @Option(
            names = "--format",
            paramLabel = "csv|tsv|json|ndjson",
            description = "Where the file's ending does not say it; of --tables: csv.")
    private @Nullable Format format;

    @Option(
            names = "--mask",
            paramLabel = "RULES.yaml",
            description = "What becomes of each column: keep, null, fixed, partial, hmac, email, shift-date.")
    private @Nullable String masks;

    @Option(
            names = "--tables",
            paramLabel = "NAMES",
            split = ",",
            hideParamSyntax = true,
            description = "Several tables, with commas between, in one snapshot: a file each in the folder of --dir.")
    private List<String> tables = List.of();

    @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder for the files of --tables.")
    private @Nullable String dir;

    @Option(names = "--gzip", description = "Compress the files of --tables.")
    private boolean zipped;

    @Option(names = "--manifest", description = "Write FILE.manifest.json: columns, rows, SHA-256.")
    private boolean manifest;

    @Option(
            names = "--warn-formulas",
            description = "Count the texts of CSV and TSV that a spreadsheet would run as formulas.")
    private boolean formulas;

    @Option(names = "--no-job", description = "Pass over jobs/transfers/FILE.yaml.")
    private boolean noJob;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Option(
            names = "--wait-for-db",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for a server that is not up yet.")
    private Duration waitForDatabase = Duration.ZERO;

    @Override
    String waitOption() {
        return "--wait-for-db 60s";
    }

    @Override
    Answer act(Invocation invocation) {
        if (!tables.isEmpty() || dir != null) {
            return together(invocation);
        }
        if (file == null) {
            throw usage("export names no file.", "Name one, or - for stdout: oneoff export users.csv");
        }
        if (query != null && (table != null || ofOneTable())) {
            throw usage("--query takes no table, --columns, --where or --order.", "Write them into the query.");
        }
        if (zipped) {
            throw usage("--gzip goes with --dir.", "Let the file's name end with .gz.");
        }
        boolean streamed = file.equals("-");
        if (streamed && (common.output == CommonOptions.Output.JSON || manifest)) {
            throw usage("export - writes the rows to stdout and nothing else.", "Name a file.");
        }
        if (streamed && format == null) {
            throw usage("export - names no format.", "Say it: --format csv, tsv, json or ndjson.");
        }
        boolean jobless = noJob || streamed || query != null;
        TransferJob job = jobless ? TransferJob.none() : TransferJob.of(file, folder(invocation));
        Exported exported = invocation
                .oneoff()
                .exports()
                .run(
                        new ExportRequest(file, folder(invocation), what(job), how(job)),
                        invocation.streams().bytes());
        return streamed ? Answer.said(Report.of("")) : Answer.of(ExportReports.of(exported, job.named()));
    }

    /** Says which rows; what is said here goes before what the job says. */
    private ExportRequest.What what(TransferJob job) {
        List<String> sorted = order.isEmpty() ? job.list("order") : order;
        return new ExportRequest.What(
                Optional.ofNullable(table).or(() -> job.text("table")),
                Optional.ofNullable(query),
                columns.isEmpty() ? job.list("columns") : columns,
                Optional.ofNullable(where).or(() -> job.text("where")),
                sorted.isEmpty() ? List.of("key") : sorted);
    }

    private Answer together(Invocation invocation) {
        if (tables.isEmpty() || dir == null) {
            throw usage("--tables and --dir go together.", "Say both: oneoff export --tables users,orders --dir out/");
        }
        if (file != null || query != null || manifest || ofOneTable()) {
            throw usage(
                    "--tables takes no file, --query, --columns, --where, --order or --manifest.",
                    "Export a table on its own for them.");
        }
        FolderRequest request = new FolderRequest(dir, folder(invocation), tables, zipped, how(TransferJob.none()));
        return Answer.of(ExportReports.of(dir, invocation.oneoff().exports().run(request)));
    }

    private boolean ofOneTable() {
        return where != null || !columns.isEmpty() || !order.isEmpty();
    }

    private ExportRequest.How how(TransferJob job) {
        return new ExportRequest.How(
                Optional.ofNullable(format),
                Optional.ofNullable(masks).or(() -> job.text("mask")),
                force,
                formulas,
                manifest,
                waitForDatabase,
                common.lockWait);
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
