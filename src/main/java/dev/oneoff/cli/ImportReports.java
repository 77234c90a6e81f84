package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.transfer.Deletion;
import dev.oneoff.transfer.Imported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an import did or would do, as reports. */
final class ImportReports {

    private ImportReports() {}

    static Report of(Imported imported, String headline) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", imported.file());
        facts.put("table", imported.table());
        facts.put("mode", imported.mode().label());
        facts.put("key", String.join(", ", imported.key()));
        facts.put("rows", imported.counts().rows());
        facts.put("inserted", imported.counts().inserted());
        facts.put("updated", imported.counts().updated());
        facts.put("deleted", imported.counts().deleted());
        facts.put("unchanged", imported.counts().unchanged());
        facts.put("passedOver", imported.counts().passed());
        facts.put("rejected", imported.rejected());
        facts.put("rejectFile", imported.files().rows().orElse(null));
        facts.put("reportFile", imported.files().reasons().orElse(null));
        facts.put("sha256", imported.sha256());
        Report report = Report.of(headline, new Section.Facts("import", facts));
        if (!imported.changes().isEmpty()) {
            report = report.and(new Section.Changes(
                    "changes",
                    imported.changes().stream()
                            .map(change ->
                                    new Section.Change(change.key(), change.column(), change.before(), change.after()))
                            .toList(),
                    ""));
        }
        if (!imported.deletion().first().isEmpty()) {
            report = report.and(deleted(imported));
        }
        if (!imported.rejects().isEmpty()) {
            report = report.and(rejects(imported));
        }
        return imported.notes().isEmpty() ? report : report.and(new Section.Notes("notes", imported.notes()));
    }

    private static Section deleted(Imported imported) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Deletion.Gone gone : imported.deletion().first()) {
            rows.add(Arrays.asList(gone.key(), gone.row()));
        }
        return new Section.Table("deleted", List.of("key", "row"), rows, "");
    }

    private static Section rejects(Imported imported) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Imported.Reject reject : imported.rejects()) {
            rows.add(Arrays.asList(
                    reject.line(), reject.field(), excerpt(reject.value()), reject.code(), reject.reason()));
        }
        return new Section.Table("rejects", List.of("line", "column", "value", "code", "reason"), rows, "").stacking();
    }

    private static Section.@Nullable Excerpt excerpt(@Nullable String value) {
        return value == null ? null : new Section.Excerpt(value);
    }
}
