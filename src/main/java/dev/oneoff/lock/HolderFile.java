package dev.oneoff.lock;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.H2Address;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A small file beside an embedded database that says which process has it open. It only informs: a file left behind by a
 * killed process stops nobody.
 */
public final class HolderFile {

    private static final int LINES = 3;

    private final Path path;

    HolderFile(Path path) {
        this.path = path;
    }

    /** Returns the file beside an embedded database; empty for a server, or a database in memory. */
    public static Optional<HolderFile> of(DatabaseAddress address) {
        return address instanceof H2Address h2
                ? h2.file().map(file -> new HolderFile(file.resolveSibling(file.getFileName() + ".holder")))
                : Optional.empty();
    }

    void write(String application, Clock clock) {
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            Files.write(
                    path,
                    List.of(application, Long.toString(ProcessHandle.current().pid()), since));
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.CONFIGURATION,
                            "Cannot write " + path + ": " + e.getMessage(),
                            "Make the folder writable for this user."),
                    e);
        }
    }

    /** Returns who has the database open by this file; empty when there is no file or it is not whole yet. */
    public Optional<Holder> read() {
        try {
            List<String> lines = Files.readAllLines(path);
            return lines.size() < LINES
                    ? Optional.empty()
                    : Optional.of(new Holder(lines.get(1), lines.get(0), "this machine", lines.get(2)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Half written, or not readable for us: it only informs.
            return Optional.empty();
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Left behind, it stops nobody: the next holder writes it anew.
            path.toFile().deleteOnExit();
        }
    }
}
