package dev.oneoff.migrate;

import dev.oneoff.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * How far a migration or a rollback came.
 *
 * @param steps what was tried, in order, the failed one last
 * @param failure why it stopped; empty when it reached its end
 * @param tagged the tag that was set at the end; empty when none was
 * @param warnings said on the way
 * @param settled see {@link Plan#settled}
 */
public record Progressed(
        List<Step> steps, Optional<Failure> failure, Optional<String> tagged, List<String> warnings, boolean settled) {

    /** Returns this with a failure. */
    public Progressed failing(Failure why) {
        return new Progressed(steps, Optional.of(why), tagged, warnings, settled);
    }

    /** Returns this with the tag that was set. */
    public Progressed tagging(String tag) {
        return new Progressed(steps, failure, Optional.of(tag), warnings, settled);
    }

    public Progressed {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }
}
