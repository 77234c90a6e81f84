package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.ImportRequest.Columns;
import dev.oneoff.transfer.ImportRequest.DateOrder;
import dev.oneoff.transfer.ImportRequest.Values;
import dev.oneoff.transfer.file.FileLimits;
import dev.oneoff.transfer.file.FileOptions;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.TransferJob;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an import may be told of its file: how it is written, and which column each field is. */
final class ImportFileOptions {

    @Option(
            names = "--format",
            paramLabel = "csv|tsv|json|ndjson",
            description = "Where the file's ending does not say it.")
    private @Nullable Format format;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description = "What ends a field; else , ; | or a tab, by the first line.")
    private @Nullable String delimiter;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Such as windows-1252 (default: UTF-8, or UTF-16 by its mark).")
    private @Nullable String encoding;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = "The column that a field is, where its name does not say it.")
    private Map<String, String> names = Map.of();

    @Option(
            names = "--default",
            paramLabel = "COLUMN=VALUE",
            description = "The value of a column that the file does not have.")
    private Map<String, String> defaults = Map.of();

    @Option(
            names = "--ref",
            paramLabel = "FIELD=TABLE.COLUMN",
            description = "The field names a row of another table by this column of it:"
                    + " --ref team=teams.name fills team_id.")
    private Map<String, String> references = Map.of();

    @Option(names = "--decimal-comma", description = "Numbers are written 1.234,56.")
    private boolean decimalComma;

    @Option(
            names = "--dates",
            paramLabel = "dmy|mdy",
            description = "What comes first in dates that do not begin with the year.")
    private @Nullable DateOrder dates;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Of times that name none, where the column has one.")
    private @Nullable String timeZone;

    @Option(names = "--null", paramLabel = "TEXT", description = "What stands for NULL, unquoted (default: nothing).")
    private @Nullable String nothing;

    @Option(names = "--empty-is-null", description = "An empty text in quotes is NULL, too.")
    private boolean emptyIsNull;

    @Option(names = "--max-record", paramLabel = "BYTES", description = "How long a row may be (default: 16777216).")
    private @Nullable Long maxRecord;

    @Option(
            names = "--max-columns",
            paramLabel = "N",
            description = "How many columns the file may name (default: 1600).")
    private @Nullable Long maxColumns;

    @Option(
            names = "--max-depth",
            paramLabel = "N",
            description = "How many objects and arrays may be within each other in JSON (default: 500).")
    private @Nullable Long maxDepth;

    @Option(
            names = "--max-ratio",
            paramLabel = "N",
            description = "How many times its compressed bytes a text may be (default: 200).")
    private @Nullable Long maxRatio;

    /** Returns how the file is written; what is said here goes before what the job says. */
    FileOptions file(TransferJob job) {
        return new FileOptions(
                Optional.ofNullable(format).or(() -> job.text("format").map(ImportFileOptions::format)),
                Optional.ofNullable(delimiter).or(() -> job.text("delimiter")).map(ImportFileOptions::delimiter),
                Optional.ofNullable(encoding).or(() -> job.text("encoding")).map(ImportFileOptions::charset),
                limits(job));
    }

    private FileLimits limits(TransferJob job) {
        FileLimits standard = FileLimits.standard();
        return new FileLimits(
                limit(maxRecord, "max-record", job, standard.record()),
                limit(maxColumns, "max-columns", job, standard.columns()),
                limit(maxDepth, "max-depth", job, standard.depth()),
                limit(maxRatio, "max-ratio", job, standard.ratio()));
    }

    private static long limit(@Nullable Long said, String key, TransferJob job, long standard) {
        if (said != null && said < 1) {
            throw usage("--" + key + " " + said + " is too few.", "Write a number from 1 up.");
        }
        return said != null ? said : job.text(key).map(Long::valueOf).orElse(standard);
    }

    /** Adds what was said, to be said once more. */
    void typed(Typed typed) {
        typed.option("--format", format)
                .option("--delimiter", delimiter)
                .option("--encoding", encoding)
                .options("--map", names)
                .options("--default", defaults)
                .options("--ref", references)
                .flag("--decimal-comma", decimalComma)
                .option("--dates", dates)
                .option("--timezone", timeZone)
                .option("--null", nothing)
                .flag("--empty-is-null", emptyIsNull)
                .option("--max-record", maxRecord)
                .option("--max-columns", maxColumns)
                .option("--max-depth", maxDepth)
                .option("--max-ratio", maxRatio);
    }

    Columns columns(TransferJob job) {
        return new Columns(job.map("map", names), job.map("default", defaults), job.map("ref", references));
    }

    Values values(TransferJob job) {
        if (nothing != null && emptyIsNull) {
            throw usage("--null and --empty-is-null go apart.", "Say one of them.");
        }
        return new Values(
                decimalComma || job.flag("decimal-comma"),
                Optional.ofNullable(dates).or(() -> job.text("dates").map(ImportFileOptions::dates)),
                Optional.ofNullable(timeZone).or(() -> job.text("timezone")).map(ImportFileOptions::zone),
                Optional.ofNullable(nothing).or(() -> job.text("null")),
                emptyIsNull || job.flag("empty-is-null"));
    }

    private static Format format(String name) {
        return Format.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static DateOrder dates(String name) {
        return DateOrder.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static char delimiter(String text) {
        String one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
        if (one.length() != 1 || one.charAt(0) > '~' || "\"\r\n".contains(one)) {
            throw usage("--delimiter " + text + " is not one character of ASCII.", "Write ';' or tab, for example.");
        }
        return one.charAt(0);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw usage(e, "--encoding " + name + " is none that is known here.", "Write windows-1252, for example.");
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw usage(e, "--timezone " + name + " is none that is known here.", "Write Europe/Berlin, for example.");
        }
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }

    private static OneoffException usage(RuntimeException cause, String what, String next) {
        return new OneoffException(usage(what, next).failure(), cause);
    }
}
