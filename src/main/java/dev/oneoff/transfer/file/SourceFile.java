package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.FileErrors;
import dev.oneoff.rows.Records;
import dev.oneoff.rows.csv.Fields;
import dev.oneoff.rows.csv.RawRecord;
import dev.oneoff.rows.csv.RecordBytes;
import dev.oneoff.rows.json.JsonKind;
import dev.oneoff.rows.json.JsonRecords;
import dev.oneoff.rows.json.JsonShape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * A file that is imported. It may be read several times.
 *
 * @param path where it is read
 * @param named as the user named it
 * @param home where what belongs to it is put, under a name like this one
 */
public record SourceFile(Path path, String named, Path home, FileName name, FileOptions options) {

    /** Makes it of a path as the user wrote it. */
    public static SourceFile of(String named, Path folder, FileOptions options) {
        Path path = folder.resolve(named);
        if (Files.isDirectory(path)) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED, named + " is a folder.", "Name a file; each belongs to one table.");
        }
        return new SourceFile(path, named, path, FileName.of(named, options.format()), options);
    }

    /** Returns it as people call it. */
    private String shown() {
        return named.equals("-") ? "stdin" : named;
    }

    /** A file that is being read. */
    public record Opened(InputStream text, Records records, Metered metered) implements AutoCloseable {

        /** Returns the digest of what was read, in hexadecimal digits; once, at the end. */
        public String sha256() {
            return metered.sha256();
        }

        /**
         * Goes past rows.
         *
         * @throws OneoffException INPUT_REJECTED when there are not so many
         */
        public void skip(long rows) throws IOException {
            for (long row = 0; row < rows; row++) {
                if (!records.next()) {
                    throw new OneoffException(
                            FailureKind.INPUT_REJECTED,
                            "The file has %,d rows, and %,d of it were imported.".formatted(row, rows),
                            "It is another file than it was.");
                }
            }
        }

        /** Returns how many bytes of the file are read. */
        public long bytes() {
            return metered.bytes();
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }

    /**
     * Looks into it: at its first line, or at all its objects.
     *
     * @throws OneoffException INPUT_REJECTED when it cannot be read, or its first line is none
     */
    public Shape shape() {
        boolean json = name.format() == Format.JSON || name.format() == Format.NDJSON;
        try (Plain plain = plain()) {
            if (json) {
                return objects(plain);
            }
            char separator = separator();
            RecordBytes records =
                    new RecordBytes(plain.text(), separator, options.limits().record());
            if (!records.next()) {
                throw new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        shown() + " is empty.",
                        "Its first line has to name the columns, even when there is no row.");
            }
            records.flaw().ifPresent(flaw -> {
                throw FileErrors.at(
                        1, flaw.reason() + ".", "Save it as UTF-8, or say --encoding, windows-1252 for example.");
            });
            if (records.fields() > options.limits().columns()) {
                throw FileErrors.names(1, options.limits().columns());
            }
            RawRecord header = records.record();
            List<String> names = new Fields(separator)
                    .of(header).stream()
                            .map(name -> name == null ? "" : name.strip())
                            .toList();
            return new Shape(
                    name.format(), header.text(), names, separator, plain.encoding(), Set.of(), Map.of(), false);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Shape objects(Plain plain) throws IOException {
        JsonShape shape = JsonShape.of(plain.text(), options.limits().json());
        return new Shape(
                name.format(),
                "",
                shape.names(),
                ',',
                plain.encoding(),
                shape.sparse(),
                shape.first(),
                shape.counted());
    }

    /**
     * Opens it at its first row.
     *
     * @param kinds what the columns of the shape's names take, in their order
     */
    public Opened open(Shape shape, List<JsonKind> kinds) {
        try {
            Plain plain = plain();
            if (shape.json()) {
                JsonShape names = new JsonShape(shape.names(), shape.sparse(), shape.first(), shape.counted());
                return new Opened(
                        plain.text(),
                        new JsonRecords(
                                plain.text(), names, kinds, options.limits().json()),
                        plain.metered());
            }
            RecordBytes records = new RecordBytes(
                    plain.text(), shape.separator(), options.limits().record());
            if (records.next() && records.fields() == 1) {
                // In a file of one column an empty line is a row.
                records.keepEmptyLines();
            }
            return new Opened(plain.text(), records, plain.metered());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the digest of the whole file, in hexadecimal digits. */
    public String sha256() {
        try (Metered metered = new Metered(Files.newInputStream(path))) {
            metered.transferTo(OutputStream.nullOutputStream());
            return metered.sha256();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns how many bytes it has. */
    public long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the failure of reading that ends too early. */
    public OneoffException cutOff(IOException cause) {
        return new OneoffException(
                new Failure(
                        FailureKind.INPUT_REJECTED,
                        shown() + " cannot be read to its end: " + Unusable.why(cause) + ".",
                        "Nothing was imported. Try again."),
                cause);
    }

    /** Returns a failure that begins with a line with the file before it. */
    public OneoffException placed(OneoffException failure) {
        Failure said = failure.failure();
        return said.title().startsWith("line ")
                ? new OneoffException(said.titled(shown() + ", " + said.title()), failure)
                : failure;
    }

    private char separator() throws IOException {
        if (options.delimiter().isPresent() || name.format() == Format.TSV) {
            return options.delimiter().orElse('\t');
        }
        try (Plain plain = plain()) {
            return Separator.of(plain.text());
        }
    }

    /** The text in UTF-8. */
    private record Plain(InputStream text, Charset encoding, Metered metered) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            text.close();
        }
    }

    private Plain plain() throws IOException {
        if (!name.zipped() && options.encoding().isEmpty() && Spooled.zipped(path)) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    named + " is compressed by gzip, and its name does not say so.",
                    "Call it " + named + ".gz.");
        }
        Metered metered = new Metered(Files.newInputStream(path));
        try {
            Marked marked = Marked.of(
                    name.zipped() ? new Unzipped(metered, options.limits().ratio()) : metered);
            Charset encoding =
                    options.encoding().filter(said -> !marked.settles(said)).orElse(marked.encoding());
            if (encoding.equals(StandardCharsets.UTF_16)) {
                // Without a mark (RFC 2781, section 4.3).
                encoding = StandardCharsets.UTF_16BE;
            }
            return new Plain(
                    encoding.equals(StandardCharsets.UTF_8) ? marked.text() : new Transcoded(marked.text(), encoding),
                    encoding,
                    metered);
        } catch (IOException e) {
            metered.close();
            throw e;
        }
    }

    private OneoffException unreadable(IOException cause) {
        if (cause instanceof EOFException) {
            return new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED,
                            shown() + ", line 1: the file ends in the middle: it was cut off",
                            "Fetch it once more."),
                    cause);
        }
        return new OneoffException(
                new Failure(
                        FailureKind.INPUT_REJECTED,
                        shown() + " cannot be read: "
                                + (Files.exists(path) ? Unusable.why(cause) : "there is no such file") + ".",
                        next(cause)),
                cause);
    }

    private String next(IOException cause) {
        if (!Files.exists(path)) {
            return "It was looked for in " + path.toAbsolutePath().getParent() + ".";
        }
        return cause instanceof ZipException
                ? "If it is not compressed, give it a name without .gz; else fetch it once more."
                : "Look at its permissions, and at the disk.";
    }
}
