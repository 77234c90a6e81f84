package dev.oneoff.transfer.export;

import java.util.List;

/**
 * What was exported.
 *
 * @param file as it was named
 * @param source the table with its schema, or {@code query}
 * @param bytes of the file as it was written, compressed or not
 * @param sha256 of the same, in hexadecimal digits
 * @param notes columns that are left out
 */
public record Exported(String file, String source, long rows, long bytes, String sha256, List<String> notes) {

    /** Copies the list. */
    public Exported {
        notes = List.copyOf(notes);
    }

    /** Returns it as one sentence. */
    public String summary() {
        return "%s: %,d %s of %s".formatted(file, rows, rows == 1 ? "row" : "rows", source);
    }
}
