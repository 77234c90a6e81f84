package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.script.FixScript;
import java.util.List;

/**
 * A script, and what it means for one database.
 *
 * @param steps its statements in order, at least one
 */
public record FixPlan(FixScript script, List<StepPlan> steps) {

    /** Copies the steps. */
    public FixPlan {
        steps = List.copyOf(steps);
    }
}
