package dev.oneoff.transfer.export;

import dev.oneoff.transfer.file.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be exported.
 *
 * @param file a path as the user wrote it; {@code -} for a stream
 * @param folder what it is relative to
 * @param what the rows
 */
public record ExportRequest(String file, Path folder, What what, How how) {

    /**
     * Which rows.
     *
     * @param table as written; empty for the one that the file is named after
     * @param query a SELECT instead of a table
     * @param columns of the table; empty for all
     * @param where a condition in SQL
     * @param order {@code key}, {@code none}, or columns of the table
     */
    public record What(
            Optional<String> table,
            Optional<String> query,
            List<String> columns,
            Optional<String> where,
            List<String> order) {

        /** Copies the lists. */
        public What {
            columns = List.copyOf(columns);
            order = List.copyOf(order);
        }
    }

    /**
     * In which form.
     *
     * @param format empty for the one that the file's ending names
     * @param masks the file of rules, as the user wrote it
     * @param force whether a file that is there is replaced
     * @param formulas whether texts that a spreadsheet would run are counted
     * @param manifest whether a manifest is written beside one file; a folder has one always
     */
    public record How(
            Optional<Format> format,
            Optional<String> masks,
            boolean force,
            boolean formulas,
            boolean manifest,
            Duration waitForDatabase,
            Duration lockWait) {}

    /** Says whether the rows go to a stream. */
    public boolean streamed() {
        return file.equals("-");
    }
}
