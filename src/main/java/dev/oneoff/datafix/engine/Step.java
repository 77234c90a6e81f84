package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Taking;
import java.time.Instant;

/** A step as it is run: its plan, and its statements with the moment the fix began in place of now(). */
record Step(int number, StepPlan plan, BatchSql sql, ApplySql apply) {

    /**
     * Makes it.
     *
     * @param number from 1
     * @param began what now() means
     * @param images the table of images; empty to keep none
     */
    static Step of(int number, StepPlan plan, String file, Instant began, String images) {
        Change bound = Taking.apart(new Binding(began).bind(plan.change().statement()), file);
        return new Step(number, plan, new BatchSql(plan, bound), new ApplySql(plan, bound, images));
    }
}
