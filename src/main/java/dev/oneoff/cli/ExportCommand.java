package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.transfer.export.ExportRequest;
import dev.oneoff.transfer.export.Exported;
import dev.oneoff.transfer.file.Format;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(
        name = "export",
        header = {
            "Exports a table, or what a query finds, into a file; read in one snapshot.",
            "",
            "Examples:",
            "  oneoff export users.csv                        the table users",
            "  oneoff export new.ndjson.gz users --where \"created_at > '2026-11-01'\"",
            "  oneoff export cities.json --query 'SELECT DISTINCT city FROM users'",
            "  oneoff export - users --format csv | less",
            ""
        })
final class ExportCommand extends Action {

    @Parameters(
            index = "0",
            paramLabel = "FILE|-",
            description = "The file: .csv, .tsv, .json, .ndjson or .jsonl, each also with .gz; - for stdout.")
    private String file = "";

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
            description = "These columns of the table, in this order.")
    private List<String> columns = List.of();

    @Option(names = "--where", paramLabel = "CONDITION", description = "These rows of the table.")
    private @Nullable String where;

    @Option(
            names = "--order",
            paramLabel = "key|none|COLUMNS",
            split = ",",
            description = {
                "The order of the rows: that of the key (default), none, or",
                "by columns, those that are equal by the key."
            })
    private List<String> order = List.of();

    @Option(
            names = "--format",
            paramLabel = "csv|tsv|json|ndjson",
            description = "Where the file's ending does not say it.")
    private @Nullable Format format;

    @Option(
            names = "--mask",
            paramLabel = "RULES.yaml",
            description = "What becomes of each column: keep, null, fixed, partial, hmac, email, shift-date.")
    private @Nullable String masks;

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
        if (query != null && (table != null || where != null || !columns.isEmpty() || !order.isEmpty())) {
            throw usage("--query takes no table, --columns, --where or --order.", "Write them into the query.");
        }
        boolean streamed = file.equals("-");
        if (streamed && common.output == CommonOptions.Output.JSON) {
            throw usage("export - writes the rows to stdout, where --output json writes the answer.", "Name a file.");
        }
        if (streamed && format == null) {
            throw usage("export - names no format.", "Say it: --format csv, tsv, json or ndjson.");
        }
        Exported exported = invocation
                .oneoff()
                .exports()
                .run(
                        new ExportRequest(
                                file,
                                folder(invocation),
                                new ExportRequest.What(
                                        Optional.ofNullable(table),
                                        Optional.ofNullable(query),
                                        columns,
                                        Optional.ofNullable(where),
                                        order.isEmpty() ? List.of("key") : order),
                                new ExportRequest.How(
                                        Optional.ofNullable(format),
                                        Optional.ofNullable(masks),
                                        force,
                                        waitForDatabase,
                                        common.lockWait)),
                        invocation.streams().out());
        return streamed ? Answer.said(Report.of("")) : Answer.of(report(exported));
    }

    private static Report report(Exported exported) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", exported.file());
        facts.put("source", exported.source());
        facts.put("rows", exported.rows());
        facts.put("bytes", exported.bytes());
        facts.put("sha256", exported.sha256());
        Report report = Report.of(exported.summary(), new Section.Facts("export", facts));
        return exported.notes().isEmpty() ? report : report.and(new Section.Notes("notes", exported.notes()));
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
