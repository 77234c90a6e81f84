package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.transfer.export.Exported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what was exported. */
final class ExportReports {

    private ExportReports() {}

    /**
     * Shows one.
     *
     * @param job the file that said more of it; empty for none
     */
    static Report of(Exported exported, String job) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", exported.file());
        facts.put("source", exported.source());
        facts.put("rows", exported.rows());
        facts.put("bytes", exported.bytes());
        facts.put("sha256", exported.sha256());
        List<String> notes = new ArrayList<>(exported.notes());
        if (!job.isEmpty()) {
            notes.add("as " + job + " says");
        }
        return noted(Report.of(exported.summary(), new Section.Facts("export", facts)), notes);
    }

    static Report of(String dir, List<Exported> tables) {
        List<List<@Nullable Object>> rows = tables.stream()
                .map(table -> List.<@Nullable Object>of(
                        table.file(), table.source(), table.rows(), table.bytes(), table.sha256()))
                .toList();
        String summary = "%s: %,d %s, %,d rows"
                .formatted(
                        dir,
                        tables.size(),
                        tables.size() == 1 ? "table" : "tables",
                        tables.stream().mapToLong(Exported::rows).sum());
        Section.Table section =
                new Section.Table("tables", List.of("file", "source", "rows", "bytes", "sha256"), rows, "none");
        return noted(
                Report.of(summary, section),
                tables.stream()
                        .flatMap(table -> table.notes().stream().map(note -> table.file() + ": " + note))
                        .toList());
    }

    private static Report noted(Report report, List<String> notes) {
        return notes.isEmpty() ? report : report.and(new Section.Notes("notes", notes));
    }
}
