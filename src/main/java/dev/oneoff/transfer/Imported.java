package dev.oneoff.transfer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an import did, or would do.
 *
 * @param file as it was named
 * @param table with its schema
 * @param key the columns that say which row is which; empty for a file without a key
 * @param sha256 of the file as it is read, in hexadecimal digits
 * @param rejected how many rows are rejected
 * @param rejects the first of what is wrong with them
 * @param files where the rejected rows are, and what is wrong with them
 * @param changes the first rows that are updated, value by value
 * @param deletion the first rows that are deleted
 * @param notes sequences that were moved, columns that were ignored
 * @param run by which {@code history} knows it; empty for a dry run
 */
public record Imported(
        String file,
        String table,
        ImportMode mode,
        List<String> key,
        String sha256,
        Counts counts,
        long rejected,
        List<Reject> rejects,
        Files files,
        List<Change> changes,
        Deletion deletion,
        List<String> notes,
        Optional<String> run) {

    /**
     * How many rows are what.
     *
     * @param passed those that were passed over as asked
     */
    public record Counts(long rows, long inserted, long updated, long unchanged, long passed, long deleted) {}

    /**
     * A mistake in a row.
     *
     * @param line where the row begins, from 1
     * @param place of the field, from 1; 0 for the row as a whole
     * @param value null where there is none to show
     */
    public record Reject(
            long line,
            int place,
            @Nullable String field,
            @Nullable String value,
            String code,
            String reason) {}

    /**
     * Files that are written of rejected rows.
     *
     * @param rows the rows as they are; empty when none is rejected, or they go to a stream
     * @param reasons what is wrong with them; empty when it is in no file
     * @param again the command that imports them once they are mended; empty when there is none that does
     */
    public record Files(Optional<String> rows, Optional<String> reasons, Optional<String> again) {

        static final Files NONE = new Files(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A value that is updated.
     *
     * @param key of its row
     * @param before null for NULL
     * @param after null for NULL
     */
    public record Change(
            long line,
            String key,
            String column,
            @Nullable String before,
            @Nullable String after) {}

    /** Copies the lists. */
    public Imported {
        key = List.copyOf(key);
        rejects = List.copyOf(rejects);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /** Returns the same with other counts and notes. */
    Imported with(Counts others, List<String> said) {
        return new Imported(
                file, table, mode, key, sha256, others, rejected, rejects, files, changes, deletion, said, run);
    }

    /** Returns the same as what a recorded run did. */
    Imported of(String id) {
        return new Imported(
                file,
                table,
                mode,
                key,
                sha256,
                counts,
                rejected,
                rejects,
                files,
                changes,
                deletion,
                notes,
                Optional.of(id));
    }

    /** Returns the same of an import that was refused: what it would have written is not there. */
    Imported refused() {
        Counts none = new Counts(counts.rows(), 0, 0, counts.unchanged(), counts.passed(), 0);
        return new Imported(
                file, table, mode, key, sha256, none, rejected, rejects, files, List.of(), Deletion.NONE, notes, run);
    }

    /** Returns as one sentence that it was refused. */
    public String refusal() {
        return table + ": nothing was imported; " + rejections();
    }

    /** Returns how many of the rows are rejected. */
    String rejections() {
        return "%,d of %,d %s %s rejected"
                .formatted(rejected, counts.rows(), counts.rows() == 1 ? "row" : "rows", rejected == 1 ? "is" : "are");
    }

    /** Returns the file as people call it. */
    String named() {
        return file.equals("-") ? "stdin" : file;
    }

    /** Returns what people should do next; empty where no file has rejected rows. */
    public Optional<String> warning() {
        return files.rows()
                .map(rows -> "the rejected rows are in " + rows
                        + files.again()
                                .map(command -> "; mend them there, then: " + command)
                                .orElse(""));
    }

    /** Returns it as one sentence. */
    public String summary() {
        String rejections =
                rejected == 0 ? "" : "; %,d %s rejected".formatted(rejected, rejected == 1 ? "row is" : "rows are");
        String over = counts.passed() == 0 ? "" : ", %,d passed over".formatted(counts.passed());
        String gone = mode == ImportMode.REPLACE ? ", %,d deleted".formatted(counts.deleted()) : "";
        return "%s: %,d inserted, %,d updated%s, %,d unchanged%s%s"
                .formatted(table, counts.inserted(), counts.updated(), gone, counts.unchanged(), over, rejections);
    }
}
