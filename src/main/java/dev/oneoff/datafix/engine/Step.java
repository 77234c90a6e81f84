package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Taking;
import java.util.List;

/** A step as it is run: its plan, and its statements with what now() and the parameters mean here. */
record Step(int number, StepPlan plan, BatchSql sql, Changing changing) {

    /**
     * Makes it.
     *
     * @param number from 1
     * @param binding what now() and the parameters mean
     * @param manner how its rows are changed
     */
    static Step of(int number, StepPlan plan, String file, Binding binding, Manner manner) {
        Change bound = Taking.apart(binding.bind(plan.change().statement()), file);
        BatchSql sql = new BatchSql(plan, bound, manner.spelling());
        return new Step(number, plan, sql, manner.spelling().changing(sql, manner.images()));
    }

    /** Returns how many rows are wrong, but for those set aside. */
    long left(Session session, List<List<String>> rejected) {
        return session.list(sql.countWrong(Long.MAX_VALUE, rejected), row -> row.number(1))
                .get(0);
    }
}
