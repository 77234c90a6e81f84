package dev.oneoff.transfer;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Optional;

/**
 * What an import deletes, or would.
 *
 * @param of how many rows there are in its scope
 * @param first the first of those that go
 * @param refusal why nothing may be deleted; empty when it may
 */
public record Deletion(long of, List<Gone> first, Optional<Failure> refusal) {

    static final Deletion NONE = new Deletion(0, List.of(), Optional.empty());

    /**
     * A row that goes.
     *
     * @param row all of it as text, its first 200 characters
     */
    public record Gone(String key, String row) {}

    void requireAllowed() {
        refusal.ifPresent(failure -> {
            throw new OneoffException(failure);
        });
    }

    /** Copies the list. */
    public Deletion {
        first = List.copyOf(first);
    }
}
