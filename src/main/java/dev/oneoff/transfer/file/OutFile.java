package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there whole or not at all: written beside its name, forced to the disk, then renamed. Readable by its owner
 * alone: it holds what the database does.
 *
 * @param named as the user named it
 */
public record OutFile(Path path, String named) {

    /** Writes what is to stand in it. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Refuses a file that is there, unless it is to be replaced. */
    public void require(boolean force) {
        if (Files.exists(path) && !force) {
            throw there();
        }
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
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                writer.write(out);
                out.flush();
                channel.force(true);
            }
            publish(part, force);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            named + " cannot be written: " + e.getMessage() + ".",
                            "Nothing was left of it. Look at the disk's space and the folder's permissions."),
                    e);
        } finally {
            remove(part);
        }
    }

    /** Gives it its name; without force only where nobody has come first. */
    private void publish(Path part, boolean force) throws IOException {
        if (force) {
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            Files.createLink(path, part);
        } catch (FileAlreadyExistsException e) {
            throw new OneoffException(there().failure(), e);
        }
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
