package dev.oneoff.transfer.file;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Locale;
import java.util.Optional;

/** How rows stand in a file. */
public enum Format {
    /** Fields between commas: RFC 4180, NULL as nothing, the empty text as two quotes, lines that end with LF. */
    CSV,
    /** The same with tabs. */
    TSV,
    /** One array of objects. */
    JSON,
    /** One object a line. */
    NDJSON;

    /** Returns the one that a file's ending names, a {@code .gz} at its end aside. */
    public static Format of(String file) {
        String plain = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return named(ending)
                .orElseThrow(() -> new OneoffException(
                        FailureKind.USAGE,
                        "The ending of " + file + " names no format.",
                        "Give it one of: .csv, .tsv, .json, .ndjson, .jsonl, each also with .gz; or say --format."));
    }

    /** Returns the ending of its files, without the dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Says whether rows are objects of JSON. */
    public boolean json() {
        return this == JSON || this == NDJSON;
    }

    private static Optional<Format> named(String ending) {
        return switch (ending) {
            case "csv" -> Optional.of(CSV);
            case "tsv" -> Optional.of(TSV);
            case "json" -> Optional.of(JSON);
            case "ndjson", "jsonl" -> Optional.of(NDJSON);
            default -> Optional.empty();
        };
    }
}
