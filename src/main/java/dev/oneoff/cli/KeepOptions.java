package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.ImportMode;
import picocli.CommandLine.Option;

/** The options of {@code import} that say whether it can be undone. */
final class KeepOptions {

    @Option(names = "--undoable", description = "insert: keep what an undo needs, as the other modes do.")
    private boolean undoable;

    @Option(names = "--no-images", description = "Keep no old values: the import cannot be undone.")
    private boolean noImages;

    /** Adds what was said, to be said once more. */
    void typed(Typed typed) {
        typed.flag("--undoable", undoable).flag("--no-images", noImages);
    }

    /** Says whether old values are kept. */
    boolean keeps(ImportMode mode) {
        if (undoable && noImages) {
            throw new OneoffException(
                    FailureKind.USAGE, "--undoable and --no-images say the opposite.", "Leave out one of them.");
        }
        return undoable || (mode != ImportMode.INSERT && !noImages);
    }
}
