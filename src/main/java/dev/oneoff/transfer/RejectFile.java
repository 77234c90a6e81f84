package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Writes the rejected rows beside the file they come from, as they are, under the same header and in the same encoding, to be
 * mended and imported again, and what is wrong with them into a file of its own. One never overwrites another.
 */
record RejectFile(SourceFile source, Shape shape, Heading heading, Report report) {

    /** Writes what is wrong with the rows, as CSV. */
    @FunctionalInterface
    interface Report {
        void write(OutputStream out) throws IOException;
    }

    /** Returns the path of the rows. */
    Path write(List<Long> lines) {
        try {
            for (int number = 1; ; number++) {
                String more = ".rejects" + (number == 1 ? "" : "-" + number);
                Path rows = beside(more + source.name().ending());
                Path reasons = beside(more + ".report.csv");
                if (!Files.exists(rows) && !Files.exists(reasons)) {
                    write(lines, rows, reasons);
                    return rows;
                }
            }
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            "The rejected rows of " + source.named() + " cannot be written beside it: " + e.getMessage()
                                    + ".",
                            "Nothing was imported. Look at the disk's space and the folder's permissions."),
                    e);
        }
    }

    private void write(List<Long> lines, Path rows, Path reasons) throws IOException {
        try (OutputStream out = create(rows)) {
            copy(lines, out);
        }
        try (OutputStream out = create(reasons)) {
            report.write(out);
        }
    }

    private static OutputStream create(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedOutputStream(Channels.newOutputStream(FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))));
    }

    private Path beside(String ending) {
        return source.home().resolveSibling(source.name().table() + ending);
    }

    private void copy(List<Long> lines, OutputStream out) throws IOException {
        boolean array = source.name().format() == Format.JSON;
        if (array || !shape.json()) {
            put(mark() + (array ? "[" : shape.header()), out);
        }
        int next = 0;
        try (SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            Records records = opened.records();
            while (next < lines.size() && records.next()) {
                if (lines.get(next) == records.line()) {
                    put(array && next > 0 ? "," : "", records.raw(), out);
                    next++;
                }
            }
        }
        if (array) {
            put("]", out);
        }
    }

    /** Without it nobody would know UTF-16 again. */
    private String mark() {
        return shape.encoding().name().startsWith("UTF-16") ? "\ufeff" : "";
    }

    /** As the bytes they were: what is wrong with them may be that they are no text. */
    private void put(String before, byte[] raw, OutputStream out) throws IOException {
        out.write(before.getBytes(shape.encoding()));
        if (shape.encoding().equals(StandardCharsets.UTF_8)) {
            out.write(source.name().format() == Format.NDJSON ? inOneLine(raw) : raw);
        } else {
            out.write(new String(raw, StandardCharsets.UTF_8).getBytes(shape.encoding()));
        }
        put("", out);
    }

    /** An object in a line of its own may have stood in several. */
    private static byte[] inOneLine(byte[] raw) {
        byte[] line = raw.clone();
        for (int at = 0; at < line.length; at++) {
            line[at] = line[at] == '\n' || line[at] == '\r' ? (byte) ' ' : line[at];
        }
        return line;
    }

    private void put(String line, OutputStream out) throws IOException {
        out.write((line + "\n").getBytes(shape.encoding()));
    }
}
