package dev.oneoff.migrate;

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

    public Selection {
        if (count.filter(n -> n < 1).isPresent()) {
            throw new IllegalArgumentException("a count starts at 1");
        }
    }
}
