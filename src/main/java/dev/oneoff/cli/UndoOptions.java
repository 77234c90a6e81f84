package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.undo.UndoRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of {@code import --undo}. */
final class UndoOptions {

    private static final Set<String> WITH_UNDO = Set.of("--undo", "--force", "--dry-run", "--wait-for-db");
    private static final Set<String> COMMON =
            CommandSpec.forAnnotatedObject(new CommonOptions()).optionsMap().keySet();

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
     * @param said the options that were given
     */
    Optional<UndoRequest> request(String file, List<OptionSpec> said, Duration waitForDatabase, Duration lockWait) {
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
        said.stream()
                .map(OptionSpec::longestName)
                .filter(name -> !WITH_UNDO.contains(name) && !COMMON.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw usage(
                            name + " means nothing with --undo.",
                            "Leave it out: the run says what was imported, and how.");
                });
        return Optional.of(new UndoRequest(run, force, waitForDatabase, lockWait));
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
