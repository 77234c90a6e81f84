package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there whole or not at all: written beside its name, forced to the disk, then renamed. Readable by its owner
 * alone: it holds what the database does.
 *
 * @param named as the user named it
 * @param left what is said to be left when it cannot be written
 */
public record OutFile(Path path, String named, String left) {

    /** Makes one that stands for itself. */
    public OutFile(Path path, String named) {
        this(path, named, "Nothing was left of it.");
    }

    /** Writes what is to stand in it. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Refuses a file that is there, unless it is to be replaced; what is no file is never replaced. */
    public void require(boolean force) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || named.endsWith("/")) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    named + " is a folder.",
                    "Name a file in it; or say --tables with --dir " + named + ", which makes a file of each.");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!force) {
            throw there();
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    named + " is " + kind() + ", which --force does not replace.",
                    "Name another file, or - for stdout.");
        }
    }

    private String kind() {
        return Files.isSymbolicLink(path) ? "a symbolic link" : "no file but a device or a pipe";
    }

    /**
     * Writes it.
     *
     * @throws OneoffException STEP_FAILED when it cannot be written, and nothing is left of it; REFUSED when it is there
     */
    public void write(boolean force, Writer writer) {
        Path part = null;
        try {
            // A name of its own, which nobody else writes to; readable by its owner alone.
            part = Files.createTempFile(path.toAbsolutePath().getParent(), path.getFileName() + ".", ".part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                Forced forced = new Forced(channel);
                OutputStream out = new BufferedOutputStream(forced, 1 << 16);
                writer.write(out);
                out.flush();
                forced.finish();
            }
            publish(part, force);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            named + " cannot be written: " + e.getMessage() + ".",
                            left + " Look at the disk's space and the folder's permissions."),
                    e);
        } finally {
            remove(part);
        }
    }

    /** Gives it its name; without force only where nobody has come first. */
    private void publish(Path part, boolean force) throws IOException {
        require(force);
        if (force) {
            rename(part);
            return;
        }
        try {
            link(part);
        } catch (FileAlreadyExistsException e) {
            throw new OneoffException(there().failure(), e);
        }
    }

    private void link(Path part) throws IOException {
        try {
            Files.createLink(path, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Not every file system has hard links. There the name is taken first, by an empty file.
            Files.createFile(path);
            try {
                rename(part);
            } catch (IOException failed) {
                Files.delete(path);
                throw failed;
            }
        }
    }

    private void rename(Path part) throws IOException {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private OneoffException there() {
        return new OneoffException(
                FailureKind.REFUSED, named + " is there already.", "Name another file, or say --force to replace it.");
    }

    private static void remove(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + part + " is left", e);
        }
    }
}
