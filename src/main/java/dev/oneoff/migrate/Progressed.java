package dev.oneoff.migrate;

import dev.oneoff.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * How far a migration or a rollback came.
 *
 * @param steps what was tried, in order, the failed one last
 * @param failure why it stopped; empty when it reached its end
 * @param warnings said on the way
 * @param settled see {@link Plan#settled}
 */
public record Progressed(List<Step> steps, Optional<Failure> failure, List<String> warnings, boolean settled) {

    public Progressed {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }
}
