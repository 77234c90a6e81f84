package dev.oneoff.datafix;

import dev.oneoff.datafix.plan.CodePlan;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.StepRow;
import dev.oneoff.run.RunContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is written down of a fix that begins. */
final class Beginning {

    private Beginning() {}

    static FixRow of(RunContext run, Choice.Chosen fix, FixPlan plan) {
        FixScript script = plan.script();
        // As the database keeps it: what now() means must not change with a restart.
        Instant now = run.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return new FixRow(
                script.id(),
                fix.generation(),
                script.checksum(),
                script.text(),
                script.header().why(),
                FixState.RUNNING,
                now,
                now,
                run.id(),
                Optional.empty());
    }

    static List<StepRow> steps(FixPlan plan) {
        List<StepRow> rows = new ArrayList<>();
        for (StepPlan step : plan.steps()) {
            rows.add(new StepRow(
                    rows.size() + 1,
                    step.change().form().name().toLowerCase(Locale.ROOT),
                    step.target().quoted(),
                    named(step.targetKey()),
                    named(step.columns())));
        }
        // Code changes whole rows: as an UPDATE of all columns.
        plan.code()
                .flatMap(CodePlan::kept)
                .ifPresent(kept -> rows.add(
                        new StepRow(1, "update", kept.table().quoted(), named(kept.key()), named(kept.columns()))));
        return rows;
    }

    private static List<String> named(List<Column> columns) {
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            names.add(column.name().name());
            names.add(column.type());
        }
        return names;
    }
}
