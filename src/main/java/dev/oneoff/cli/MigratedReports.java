package dev.oneoff.cli;

import dev.oneoff.migrate.Migrated;
import dev.oneoff.migrate.Step;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.run.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a migration or a rollback did. */
final class MigratedReports {

    private MigratedReports() {}

    static Report of(Outcome<Migrated> outcome) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Step step : outcome.value().steps()) {
            rows.add(List.of(
                    step.state().label(),
                    step.id().file(),
                    step.id().id(),
                    step.id().author(),
                    step.took(),
                    step.rows()));
        }
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("applied", outcome.value().applied());
        return Report.of(
                outcome.summary(),
                new Section.Facts("counts", counts),
                new Section.Table("steps", List.of("state", "file", "id", "author", "seconds", "rows"), rows, ""));
    }
}
