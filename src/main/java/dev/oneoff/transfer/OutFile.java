package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there whole or not at all: written beside its name, forced to the disk, then renamed. Readable by its owner
 * alone: it holds what the database does.
 *
 * @param named as the user named it
 */
record OutFile(Path path, String named) {

    /** Writes what is to stand in it. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Refuses a file that is there, unless it is to be replaced. */
    void require(boolean force) {
        if (Files.exists(path) && !force) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    named + " is there already.",
                    "Name another file, or say --force to replace it.");
        }
    }

    void write(boolean force, Writer writer) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            writer.write(out);
            out.flush();
            channel.force(true);
            require(force);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(part, e);
            throw new OneoffException(
                    new Failure(
                            FailureKind.STEP_FAILED,
                            named + " cannot be written: " + e.getMessage() + ".",
                            "Nothing was left of it. Look at the disk's space and the folder's permissions."),
                    e);
        } catch (OneoffException e) {
            remove(part, e);
            throw e;
        }
    }

    private static void remove(Path part, Exception reason) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
