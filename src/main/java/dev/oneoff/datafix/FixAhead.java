package dev.oneoff.datafix;

import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.failure.Failure;
import java.util.Optional;

/**
 * What a dry run has found of one fix.
 *
 * @param preview what it would do; empty when it cannot be applied
 * @param refused why it cannot be applied
 */
public record FixAhead(String id, Optional<FixPreview> preview, Optional<Failure> refused) {

    /** Makes it of a fix that can be shown. */
    public static FixAhead of(FixPreview preview) {
        return new FixAhead(preview.script().id(), Optional.of(preview), Optional.empty());
    }

    static FixAhead refused(String id, Failure why) {
        return new FixAhead(id, Optional.empty(), Optional.of(why));
    }

    /** Returns what speaks against applying it as it is. */
    public Optional<Failure> failure() {
        return refused.or(() -> preview.flatMap(FixPreview::failure));
    }
}
