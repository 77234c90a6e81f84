package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A source that is there while it is imported: a file, or what came in by a stream, in a file that its owner alone may read. */
public record Spooled(SourceFile source, Optional<Path> temporary) implements AutoCloseable {

    private static final int GZIP = 0x1f8b;

    /** Takes a file as it is. */
    public static Spooled file(SourceFile source) {
        return new Spooled(source, Optional.empty());
    }

    /**
     * Reads a stream to its end: it is gone through more than once.
     *
     * @param table the last part of the name of the table that it is for
     * @param folder where what belongs to it is put
     */
    public static Spooled stream(InputStream stream, String table, Path folder, FileOptions options) {
        FileName name = FileName.of("-", options.format());
        try {
            Path file = Files.createTempFile("oneoff-", ".import");
            Spooled spooled =
                    new Spooled(source(file, folder.resolve(table), name.in(table, false), options), Optional.of(file));
            try {
                Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
                return new Spooled(
                        source(file, folder.resolve(table), name.in(table, zipped(file)), options), Optional.of(file));
            } catch (IOException e) {
                spooled.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            "What comes in cannot be kept in a temporary file: " + e.getMessage() + ".",
                            "Nothing was imported. Look at the disk's space, or import a file."),
                    e);
        }
    }

    private static SourceFile source(Path file, Path home, FileName name, FileOptions options) {
        return new SourceFile(file, "-", home, name, options);
    }

    static boolean zipped(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return (bytes.read() << 8 | bytes.read()) == GZIP;
        }
    }

    @Override
    public void close() {
        try {
            if (temporary.isPresent()) {
                Files.deleteIfExists(temporary.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + temporary.get() + " is left", e);
        }
    }
}
