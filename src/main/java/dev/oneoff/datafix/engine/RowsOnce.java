package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.List;

/**
 * Refuses a file of which several rows lead to one row of the table: it would be changed once for each batch that holds one
 * of them. The server compares, by the types of the columns: {@code 7} and {@code 07} are one number.
 */
public record RowsOnce(Session session, FixPlan plan, Binding binding) {

    /** Looks at all rows before the first batch. */
    public void require(List<WorkItem> rows) {
        Given given = Giving.of(session, plan.work().orElseThrow()).items(rows);
        Manner manner = new Manner(Spelling.of(session.dialect()), "");
        for (int at = 0; at < plan.steps().size(); at++) {
            Step step = Step.of(at + 1, plan.steps().get(at), plan.script().file(), binding, manner);
            if (step.sql().change().form() == Form.UPDATE
                    && step.sql().change().others().isPresent()) {
                int parts = step.sql().keys().size();
                session.list(step.sql().several(given), row -> row.texts(parts)).stream()
                        .findFirst()
                        .ifPresent(key -> {
                            throw several(step, key);
                        });
            }
        }
    }

    private OneoffException several(Step step, List<String> key) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "Fix " + plan.script().id() + ", statement " + step.number()
                        + ": several rows of the file lead to the row " + String.join(", ", key) + ".",
                "Nothing was done. Keep one of them in the file, or join so that each row of the table has one.");
    }
}
