package dev.oneoff.cli;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Left;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import dev.oneoff.run.Outcome;
import dev.oneoff.transfer.undo.UndoRequest;
import dev.oneoff.transfer.undo.Undone;
import dev.oneoff.transfer.undo.Undos;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code import --undo}: what is asked before, and what is said after. */
record UndoingImport(Invocation invocation, UndoRequest request) {

    Answer act(boolean dryRun) {
        Undos undos = invocation.oneoff().undos();
        if (dryRun) {
            Undone ahead = undos.preview(request);
            return Answer.of(report(ahead.ahead(), ahead)).asDryRun();
        }
        if (request.force() && !invocation.common().yes) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Undo with --force overwrites what was changed after import " + request.run() + ".",
                    "Look first: oneoff import --undo " + request.run()
                            + " --dry-run. If that is what you want, say it again with --yes.");
        }
        new Confirmation(invocation).require("Import --undo puts back the old values of " + request.run());
        Outcome<Undone> outcome = undos.undo(request);
        Report report = report(outcome.summary(), outcome.value());
        List<String> warnings = outcome.value().warning().stream().toList();
        return outcome.value()
                .run()
                .map(run -> Answer.acted(report, run, warnings, outcome.failure()))
                .orElseGet(() -> Answer.of(report).warning(warnings));
    }

    private static Report report(String headline, Undone undone) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("import", undone.id());
        facts.put("file", undone.file());
        facts.put("table", undone.table());
        facts.put("state", undone.state());
        facts.put("restored", undone.sum().rows());
        facts.put("conflicts", undone.sum().conflicts());
        facts.put("missing", undone.sum().missing());
        Report report = Report.of(headline, new Section.Facts("undo", facts));
        return undone.first().isEmpty() ? report : report.and(left(undone.first()));
    }

    private static Section left(List<Left> first) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Left left : first) {
            rows.add(Arrays.asList(
                    left.key(),
                    left.column().orElse(null),
                    left.kind(),
                    left.found().orElse(null)));
        }
        return new Section.Table("conflicts", List.of("key", "column", "kind", "now"), rows, "");
    }
}
