package dev.oneoff.migrate;

import dev.oneoff.failure.OneoffException;
import java.util.Optional;

/**
 * Which of the pending changesets are meant.
 *
 * @param toTag up to and with the changeset that sets this tag; empty for no such end
 * @param count at most so many; empty for all
 */
public record Selection(Optional<String> toTag, Optional<Integer> count) {

    /** Every pending changeset. */
    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty());

    /**
     * Makes the selection.
     *
     * @throws OneoffException USAGE when the tag is blank, or longer than the history has room for
     */
    public Selection {
        TagName.require("--to", toTag);
        if (count.filter(n -> n < 1).isPresent()) {
            throw new IllegalArgumentException("a count starts at 1");
        }
    }
}
