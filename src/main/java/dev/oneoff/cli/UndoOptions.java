package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.undo.UndoRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code import --undo}. */
final class UndoOptions {

    @Option(
            names = "--undo",
            paramLabel = "RUN",
            description =
                    "Take that import back, but for what was changed since; RUN is its id, or the beginning of it.")
    private @Nullable String run;

    @Option(names = "--force", description = "undo: overwrite what was changed since; asks for --yes.")
    private boolean force;

    /**
     * Returns what is to be taken back; empty where something is to be imported.
     *
     * @param file empty when none is named
     */
    Optional<UndoRequest> request(String file, Duration waitForDatabase, Duration lockWait) {
        if (run == null) {
            if (force) {
                throw usage("--force goes with --undo.", "An import overwrites with --mode upsert.");
            }
            if (file.isEmpty()) {
                throw usage("import names no file.", "For example: oneoff import users.csv");
            }
            return Optional.empty();
        }
        if (!file.isEmpty()) {
            throw usage("--undo takes no file.", "The run says which import it was: oneoff history");
        }
        return Optional.of(new UndoRequest(run, force, waitForDatabase, lockWait));
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
