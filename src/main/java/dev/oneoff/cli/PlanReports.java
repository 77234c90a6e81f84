package dev.oneoff.cli;

import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.PendingChangeset;
import dev.oneoff.migrate.Plan;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a plan. */
final class PlanReports {

    private PlanReports() {}

    static Report status(Plan plan) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PendingChangeset pending : plan.pending()) {
            rows.add(List.of(
                    pending.why(),
                    pending.id().file(),
                    pending.id().id(),
                    pending.id().author()));
        }
        return Report.of(headline(plan), counts(plan), changesets("pending", rows), unknown(plan));
    }

    static Report dryRun(Plan plan) {
        return Report.of(
                plan.pending().isEmpty() ? headline(plan) : headline(plan) + " Nothing was changed.",
                counts(plan),
                scripts(plan),
                unknown(plan));
    }

    static Report rollback(Plan plan) {
        int going = plan.pending().size();
        return Report.of(
                going == 0 ? "Nothing to take back." : "Would take back " + count(going) + ". Nothing was changed.",
                scripts(plan));
    }

    private static Section scripts(Plan plan) {
        List<Section.Script> scripts = new ArrayList<>();
        for (PendingChangeset pending : plan.pending()) {
            List<String> notes = new ArrayList<>(pending.notes());
            if (!pending.transactional()) {
                notes.add("runs outside a transaction");
            }
            String again = pending.why().equals("changed") || pending.why().equals("always")
                    ? " (again: " + pending.why() + ")"
                    : "";
            scripts.add(new Section.Script(pending.id() + again, pending.sql(), notes));
        }
        return new Section.Scripts("changesets", scripts);
    }

    private static Section counts(Plan plan) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("applied", plan.applied());
        counts.put("pending", plan.pending().size());
        counts.put("unknown", plan.unknown().size());
        return new Section.Facts("counts", counts);
    }

    private static Section unknown(Plan plan) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ChangesetId id : plan.unknown()) {
            rows.add(List.of("unknown here", id.file(), id.id(), id.author()));
        }
        return changesets("unknown", rows);
    }

    private static Section changesets(String name, List<List<@Nullable Object>> rows) {
        return new Section.Table(name, List.of("state", "file", "id", "author"), rows, "");
    }

    private static String headline(Plan plan) {
        String ahead = plan.unknown().isEmpty()
                ? ""
                : " The database is ahead: it has " + count(plan.unknown().size()) + " this changelog does not know.";
        int pending = plan.pending().size();
        return (pending == 0 ? "Up to date." : count(pending) + " pending; apply: oneoff migrate.") + ahead;
    }

    private static String count(int changesets) {
        return changesets + (changesets == 1 ? " changeset" : " changesets");
    }
}
