package dev.oneoff.cli;

import dev.oneoff.datafix.Applied;
import dev.oneoff.datafix.FixStatus;
import dev.oneoff.datafix.Meant;
import dev.oneoff.datafix.Reverted;
import dev.oneoff.datafix.script.Code;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.store.Conflict;
import dev.oneoff.datafix.store.Conflicts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.failure.Failure;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows data fixes. */
final class FixReports {

    private FixReports() {}

    private static final List<String> COLUMNS =
            List.of("id", "state", "rows", "at", "by", "release", "run", "edited", "why");

    static Report list(List<FixStatus> fixes) {
        boolean errors = unreadable(fixes).isPresent();
        List<String> columns = new ArrayList<>(COLUMNS);
        if (errors) {
            columns.add("error");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FixStatus fix : fixes) {
            List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                    fix.id(),
                    fix.state(),
                    fix.counts().changed(),
                    fix.begun().map(FixRow::changedAt).orElse(null),
                    fix.mover().map(run -> run.origin().actor()).orElse(null),
                    fix.mover().map(run -> run.origin().release()).orElse(null),
                    fix.begun().map(FixRow::runId).orElse(null),
                    fix.changed(),
                    fix.why()));
            if (errors) {
                row.add(fix.unreadable().map(Failure::title).orElse(null));
            }
            rows.add(row);
        }
        return Report.of(
                "",
                new Section.Table("fixes", columns, rows, "There are no fixes. Write one: oneoff new datafix NAME")
                        .stacking());
    }

    /** Returns what is wrong with the first script that cannot be used, and which others are none, either. */
    static Optional<Failure> unreadable(List<FixStatus> fixes) {
        List<FixStatus> broken =
                fixes.stream().filter(fix -> fix.unreadable().isPresent()).toList();
        return broken.stream()
                .flatMap(fix -> fix.unreadable().stream())
                .findFirst()
                .map(first -> broken.size() == 1
                        ? first
                        : first.with(
                                "unreadable", broken.stream().map(FixStatus::id).collect(Collectors.joining(", "))));
    }

    static Report show(FixStatus fix) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", fix.id());
        facts.put("why", fix.why());
        facts.put("state", fix.state());
        facts.put("reason", fix.begun().flatMap(FixRow::reason).orElse(null));
        facts.put("generation", fix.begun().map(FixRow::generation).orElse(null));
        facts.put("beganAt", fix.begun().map(FixRow::beganAt).orElse(null));
        facts.put("changedAt", fix.begun().map(FixRow::changedAt).orElse(null));
        facts.put("run", fix.begun().map(FixRow::runId).orElse(null));
        facts.put("by", fix.mover().map(run -> run.origin().actor()).orElse(null));
        facts.put("release", fix.mover().map(run -> run.origin().release()).orElse(null));
        facts.put("changed", fix.counts().changed());
        facts.put("unchanged", fix.counts().unchanged());
        facts.put("setAside", fix.counts().rejected());
        facts.put("conflicts", fix.conflicts().total());
        facts.put("batches", fix.counts().batches());
        facts.put("edited", fix.changed());
        facts.put("rowsOf", rowsOf(fix).orElse(null));
        facts.put("checked", fix.input().checked().orElse(null));
        fix.unreadable().ifPresent(why -> facts.put("error", why.title()));
        fix.script().filter(script -> script.code().isPresent()).ifPresent(script -> facts.putAll(code(script)));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Reject reject : fix.rejects()) {
            rows.add(
                    Arrays.asList(reject.step(), String.join(", ", reject.key()), reject.sqlState(), reject.message()));
        }
        return Report.of(
                "",
                new Section.Facts("fix", facts),
                params(fix),
                new Section.Table(
                        "setAsideRows",
                        List.of("statement", "key", "sqlState", "message"),
                        rows,
                        "No row was set aside."),
                conflicts(fix.conflicts()),
                runs(fix.runs()),
                new Section.Text("script", fix.begun().map(FixRow::script).orElse("")));
    }

    /** The file it had, else the one it names. */
    private static Optional<String> rowsOf(FixStatus fix) {
        return fix.input()
                .source()
                .or(() -> fix.script().flatMap(script -> script.header().rows()).map(Header.RowsFile::path));
    }

    private static Section params(FixStatus fix) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        fix.script()
                .map(script -> script.header().params())
                .orElse(Map.of())
                .forEach((name, type) ->
                        rows.add(Arrays.asList(name, type, fix.input().params().get(name))));
        return new Section.Table("params", List.of("name", "type", "value"), rows, "");
    }

    private static Map<String, @Nullable Object> code(FixScript script) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        Code code = script.code().orElseThrow();
        boolean kept = script.header().images() != Header.Images.NONE;
        facts.put("class", code.className());
        facts.put("effects", script.header().effects().name().toLowerCase(Locale.ROOT));
        facts.put(
                "images",
                code.table()
                        .filter(table -> kept)
                        .map(table -> "rows of " + table)
                        .orElse("none: it cannot be reverted"));
        return facts;
    }

    private static Section runs(List<RunRow> runs) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RunRow run : runs) {
            rows.add(Arrays.asList(
                    run.id(),
                    run.command(),
                    run.state().label(),
                    run.exitCode(),
                    run.origin().actor(),
                    run.origin().release(),
                    run.summary()));
        }
        return new Section.Table(
                        "runs",
                        List.of("run", "command", "state", "exit", "actor", "release", "summary"),
                        rows,
                        "It was never run.")
                .stacking();
    }

    private static Section conflicts(Conflicts conflicts) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Conflict conflict : conflicts.first()) {
            rows.add(Arrays.asList(
                    conflict.step(),
                    String.join(", ", conflict.key()),
                    conflict.column().orElse(null),
                    conflict.kind(),
                    conflict.found().orElse(null)));
        }
        return new Section.Table(
                "conflicts",
                List.of("statement", "key", "column", "kind", "found"),
                rows,
                "No value was left by a revert.");
    }

    static Report reverted(String headline, Reverted fix) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", fix.id());
        facts.put("state", fix.state());
        facts.put("mode", fix.mode().label());
        facts.put("restored", fix.restored());
        facts.put("conflicts", fix.conflicts());
        return Report.of(headline, new Section.Facts("reverted", facts));
    }

    static String ids(List<Meant> meant) {
        return meant.stream().map(Meant::id).collect(Collectors.joining(", "));
    }

    static Section meant(List<Meant> meant) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Meant fix : meant) {
            rows.add(List.of(fix.id(), fix.state(), fix.why()));
        }
        return new Section.Table("fixes", List.of("id", "state", "why"), rows, "No fix is pending for a release.");
    }

    static Report applied(String headline, List<Applied> applied) {
        return Report.of(headline, applied("applied", applied, "Nothing to do."));
    }

    static Section applied(String name, List<Applied> applied, String whenEmpty) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Applied fix : applied) {
            rows.add(Arrays.asList(
                    fix.id(),
                    fix.state(),
                    fix.counts().changed(),
                    fix.counts().unchanged(),
                    fix.counts().rejected(),
                    fix.counts().batches(),
                    fix.run()));
        }
        return new Section.Table(
                name, List.of("id", "state", "changed", "unchanged", "setAside", "batches", "run"), rows, whenEmpty);
    }
}
