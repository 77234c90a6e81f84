package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code --to} and {@code --count}, of which there may be one. */
final class Selections {

    private Selections() {}

    /**
     * Makes the selection.
     *
     * @param command the command they were given to
     * @param required whether one of them must be there
     */
    static Selection of(String command, @Nullable String toTag, @Nullable Integer count, boolean required) {
        if (toTag != null && count != null) {
            throw usage(command, "--to and --count exclude each other.");
        }
        if (required && toTag == null && count == null) {
            throw usage(command, "Say how far: --to TAG or --count N.");
        }
        if (count != null && count < 1) {
            throw usage(command, "--count " + count + " is not a number of changesets; it starts at 1.");
        }
        return new Selection(Optional.ofNullable(toTag), Optional.ofNullable(count));
    }

    private static OneoffException usage(String command, String title) {
        return new OneoffException(FailureKind.USAGE, title, "See: oneoff help " + command);
    }
}
