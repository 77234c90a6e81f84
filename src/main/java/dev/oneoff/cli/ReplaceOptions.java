package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.ImportMode;
import dev.oneoff.transfer.MaxDelete;
import dev.oneoff.transfer.Replacement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code import --mode replace}. */
final class ReplaceOptions {

    @Option(
            names = "--scope",
            paramLabel = "CONDITION",
            description = "replace: the rows that the file stands for (default: all of the table).")
    private @Nullable String scope;

    @Option(
            names = "--max-delete",
            paramLabel = "N|P%",
            description = "replace: how many rows may be deleted, or how many percent of those in the scope.")
    private @Nullable String maxDelete;

    Optional<Replacement> of(ImportMode mode, long maxErrors) {
        if (mode != ImportMode.REPLACE) {
            if (scope != null || maxDelete != null) {
                throw usage("--scope and --max-delete go with --mode replace.", "Other modes delete nothing.");
            }
            return Optional.empty();
        }
        if (maxDelete == null) {
            throw usage(
                    "--mode replace deletes rows that the file does not have, and does not say how many at the most.",
                    "Say it, for example: --max-delete 100, or --max-delete 5%. --dry-run shows what would be deleted.");
        }
        if (maxErrors > 0) {
            throw usage(
                    "--mode replace takes no --max-errors: the rows of the rejected ones would be deleted.",
                    "Mend them, or import the good ones with --mode upsert.");
        }
        return Optional.of(new Replacement(Optional.ofNullable(scope), MaxDelete.of(maxDelete)));
    }

    private static OneoffException usage(String what, String next) {
        return new OneoffException(FailureKind.USAGE, what, next);
    }
}
