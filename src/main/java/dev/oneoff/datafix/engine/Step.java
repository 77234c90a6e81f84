package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Taking;
import java.time.Instant;

/** A step as it is run: its plan, and its statements with the moment the fix began in place of now(). */
record Step(int number, StepPlan plan, BatchSql sql, Changing changing) {

    /**
     * Makes it.
     *
     * @param number from 1
     * @param began what now() means
     * @param manner how its rows are changed
     */
    static Step of(int number, StepPlan plan, String file, Instant began, Manner manner) {
        Change bound = Taking.apart(new Binding(began).bind(plan.change().statement()), file);
        BatchSql sql = new BatchSql(plan, bound, manner.spelling());
        return new Step(number, plan, sql, manner.spelling().changing(sql, manner.images()));
    }
}
