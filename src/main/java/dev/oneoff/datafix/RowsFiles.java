package dev.oneoff.datafix;

import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.csv.Fields;
import dev.oneoff.rows.csv.RecordBytes;
import dev.oneoff.sql.Identifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the file that drives a fix: CSV in UTF-8 with a header line that names the script's columns, in any order. */
record RowsFiles(Path app, FixScript script) {

    private static final long LARGEST = 64L << 20;
    private static final int LONGEST = 16 << 20;
    private static final char SEPARATOR = ',';

    /**
     * The rows of a file.
     *
     * @param source the file, its hash and how many rows it has, for people
     * @param lines where each item stands, by its index
     */
    record Read(String source, List<WorkItem> items, List<Long> lines) {}

    /**
     * Reads all rows.
     *
     * @throws OneoffException INPUT_REJECTED with file and line
     */
    Read read(Work work) {
        Header.RowsFile rows = script.header().rows().orElseThrow();
        byte[] bytes = bytes(rows.path());
        try {
            return read(work, rows.path(), bytes);
        } catch (OneoffException e) {
            Failure failure = e.failure();
            throw failure.title().startsWith("line ")
                    ? new OneoffException(failure.titled(rows.path() + ", " + failure.title()), e)
                    : e;
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(FailureKind.INPUT_REJECTED, rows.path() + " cannot be read.", "Try again."), e);
        }
    }

    private Read read(Work work, String name, byte[] bytes) throws IOException {
        RecordBytes records =
                new RecordBytes(RecordBytes.withoutMark(new ByteArrayInputStream(bytes)), SEPARATOR, LONGEST);
        if (!records.next()) {
            throw rejected(name + " is empty.", "Write a header line and rows.");
        }
        Fields fields = new Fields(SEPARATOR);
        int[] places = places(work, name, fields(fields, records));
        List<WorkItem> items = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        while (records.next()) {
            List<@Nullable String> values = fields(fields, records);
            if (values.size() != places.length) {
                throw rejected(
                        name + ", line " + records.line() + ": " + values.size() + " fields, the header has "
                                + places.length + ".",
                        "Mend the line; a field with a comma needs quotes.");
            }
            List<@Nullable String> ordered = new ArrayList<>();
            for (int place : places) {
                ordered.add(values.get(place));
            }
            items.add(new WorkItem(items.size() + 1, ordered));
            lines.add(records.line());
        }
        return new Read("%s, %,d rows, sha256 %s".formatted(name, items.size(), digest(bytes)), items, lines);
    }

    private static List<@Nullable String> fields(Fields fields, RecordBytes records) {
        records.flaw().ifPresent(flaw -> {
            throw rejected(
                    "line " + records.line() + ": " + flaw.reason() + ".",
                    "Save the file as UTF-8; put a field with quotes, commas or line ends into quotes, its own quotes twice.");
        });
        return fields.of(records.record());
    }

    /** Returns at which place of a record each column stands. */
    private static int[] places(Work work, String name, List<@Nullable String> header) {
        Map<Identifier, Integer> found = new HashMap<>();
        for (int at = 0; at < header.size(); at++) {
            String column = header.get(at);
            if (column == null || column.isBlank() || found.put(Identifier.folded(column.strip()), at) != null) {
                throw rejected(
                        name + ", line 1: the column " + (at + 1)
                                + " of the header has no name, or one that is there twice.",
                        "Give each column a name of its own.");
            }
        }
        List<Identifier> wanted = work.columns().stream().map(Column::name).toList();
        if (!found.keySet().equals(Set.copyOf(wanted))) {
            throw rejected(
                    name + ", line 1: " + difference(found.keySet(), wanted),
                    "Have its first line name "
                            + wanted.stream().map(Identifier::name).collect(Collectors.joining(", "))
                            + ", in any order.");
        }
        return wanted.stream().mapToInt(found::get).toArray();
    }

    /** What stands there instead is not repeated: in a file without a header these are values. */
    private static String difference(Set<Identifier> found, List<Identifier> wanted) {
        List<String> lacking = wanted.stream()
                .filter(column -> !found.contains(column))
                .map(Identifier::name)
                .toList();
        if (!lacking.isEmpty()) {
            return "the header lacks " + String.join(", ", lacking) + ".";
        }
        return "the header has " + found.size() + " columns, the script " + wanted.size() + ".";
    }

    private byte[] bytes(String path) {
        Path file = app.resolve("datafixes").resolve(path);
        try {
            if (!file.toRealPath().startsWith(app.toRealPath())) {
                throw rejected(path + " lies outside of the app's folder.", "Put the file into it.");
            }
            if (Files.size(file) > LARGEST) {
                throw rejected(
                        path + " is longer than 64 MiB.", "Import it into a table, and write the fix against that.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED,
                            script.file() + ": its file " + path + " cannot be read.",
                            "The path is relative to the script; check that the file is there and readable."),
                    e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static OneoffException rejected(String what, String next) {
        return new OneoffException(FailureKind.INPUT_REJECTED, what, next);
    }
}
