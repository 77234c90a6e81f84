package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.file.FileName;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.Shape;
import dev.oneoff.transfer.file.SourceFile;
import dev.oneoff.transfer.file.Stdout;
import dev.oneoff.transfer.file.Unusable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the rejected rows as they are, under the header of the file they come from and in its encoding, to be mended and
 * imported again, and what is wrong with them into a file of its own: beside the file they come from unless it is said where.
 * One never overwrites another.
 */
record RejectFile(SourceFile source, Shape shape, Heading heading, ImportRequest request, Reasons reasons) {

    /** Empty is what is not written into a file. */
    private record Names(Optional<Path> rows, Optional<Path> reasons) {

        Optional<Path> taken() {
            return Stream.of(rows, reasons)
                    .flatMap(Optional::stream)
                    .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .findFirst();
        }
    }

    /**
     * Refuses a file that is there, or whose name says another format than its rows will have.
     *
     * @throws OneoffException REFUSED or USAGE
     */
    static void require(ImportRequest request) {
        request.rejecting().file().ifPresent(named -> {
            Format format =
                    FileName.of(request.file(), request.options().format()).format();
            FileName name = FileName.of(named, Optional.empty());
            if (name.format() != format || name.zipped()) {
                throw new OneoffException(
                        FailureKind.USAGE,
                        "--rejects " + named + ": rejected rows are as they are in " + request.file() + ".",
                        "Give it the ending ." + format.ending() + ", so that it can be imported.");
            }
            Path folder = request.folder().resolve(named).toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        "There is no folder " + folder(named) + ", and --rejects " + named + " would write to it.",
                        "Make it, or name another file.");
            }
            said(request, named).taken().ifPresent(file -> {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        file.getFileName() + " is there already, and --rejects " + named + " would write to it.",
                        "Name another file, or leave --rejects out: it is numbered then.");
            });
        });
    }

    /** Writes what goes into files, and says how they are called. */
    Imported.Files write(Iterator<Long> lines) {
        Optional<String> named = request.rejecting().file();
        try {
            Names names = named.map(name -> said(request, name)).orElseGet(this::beside);
            if (names.rows.isPresent()) {
                try (OutputStream out = create(names.rows.get())) {
                    copy(lines, out);
                }
            }
            if (names.reasons.isPresent()) {
                try (OutputStream out = create(names.reasons.get())) {
                    reasons.write(request.rejecting().form().orElseThrow(), out);
                }
            }
            String home = folder(named.orElse(request.file()));
            Optional<String> rows = named.or(() -> names.rows.map(file -> home + shown(file)));
            // Mended rows alone are not what a replacement takes for all of them.
            Optional<String> again = rows.filter(file -> request.mode() != ImportMode.REPLACE)
                    .map(request.rejecting().command());
            return new Imported.Files(rows, names.reasons.map(file -> home + shown(file)), again);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            "The rejected rows of " + source.named() + " cannot be written"
                                    + named.map(name -> " to " + name).orElse(" beside it") + ": " + Unusable.why(e)
                                    + ".",
                            "Nothing was imported. Look at the disk's space and the folder's permissions; or have them written"
                                    + " elsewhere: --rejects - > mend"
                                    + source.name().ending()),
                    e);
        }
    }

    /** Writes them to the stream, where they go to one: when nothing waits for those who read it. */
    void stream(List<Long> lines) {
        request.rejecting().stream()
                .ifPresent(stream -> new Stdout(stream, "The rejected rows").write(out -> {
                    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
                    copy(lines.iterator(), buffered);
                    buffered.flush();
                }));
    }

    private static Names said(ImportRequest request, String named) {
        Path rows = request.folder().resolve(named);
        String stem = shown(rows).substring(0, shown(rows).lastIndexOf('.'));
        return new Names(
                Optional.of(rows), request.rejecting().form().map(form -> rows.resolveSibling(stem + form.ending())));
    }

    private Names beside() {
        for (int number = 1; ; number++) {
            String stem = source.name().table() + ".rejects" + (number == 1 ? "" : "-" + number);
            Names names = new Names(
                    request.rejecting().stream().isPresent()
                            ? Optional.empty()
                            : Optional.of(source.home()
                                    .resolveSibling(stem + source.name().ending())),
                    request.rejecting().form().map(form -> source.home().resolveSibling(stem + form.ending())));
            if (names.taken().isEmpty()) {
                return names;
            }
        }
    }

    /** Returns the folder of a file as the user wrote it, up to its last slash. */
    private static String folder(String named) {
        return named.substring(0, Math.max(named.lastIndexOf('/'), named.lastIndexOf('\\')) + 1);
    }

    private static String shown(Path file) {
        return file.getFileName().toString();
    }

    private static OutputStream create(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedOutputStream(Channels.newOutputStream(FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))));
    }

    private void copy(Iterator<Long> lines, OutputStream out) throws IOException {
        boolean array = source.name().format() == Format.JSON;
        if (array || !shape.json()) {
            put(mark() + (array ? "[" : shape.header()), out);
        }
        try (SourceFile.Opened opened = source.open(shape, heading.kinds())) {
            Records records = opened.records();
            for (boolean more = false; lines.hasNext() && found(records, lines.next()); more = true) {
                put(array && more ? "," : "", records.raw(), out);
            }
        }
        if (array) {
            put("]", out);
        }
    }

    private static boolean found(Records records, long line) throws IOException {
        boolean there = records.next();
        while (there && records.line() != line) {
            there = records.next();
        }
        return there;
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
