package dev.oneoff.cli;

import dev.oneoff.datafix.FixAhead;
import dev.oneoff.datafix.engine.Idempotence;
import dev.oneoff.datafix.preview.CodePreview;
import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.datafix.preview.StepPreview;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what fixes would do. */
final class PreviewReports {

    private PreviewReports() {}

    /**
     * How the command goes on that applies what was shown.
     *
     * @param named whether fixes were named
     * @param options what stands behind them
     */
    record Next(boolean named, Typed options) {

        String command(List<FixPreview> previews) {
            String ids = previews.size() > 1 && !named
                    ? "--all"
                    : previews.stream().map(fix -> fix.script().id()).collect(Collectors.joining(" "));
            return "oneoff datafix apply " + ids + options;
        }
    }

    /** Returns the answer of a dry run; it fails as its worst fix does, with a check also when something would change. */
    static Answer answer(List<FixAhead> ahead, boolean check, Next next) {
        Optional<Failure> failure = worst(ahead);
        List<FixPreview> previews =
                ahead.stream().flatMap(fix -> fix.preview().stream()).toList();
        Report report = Report.of(
                failure.isPresent() ? "Nothing was changed." : next(previews, next),
                new Section.Parts(
                        "fixes", ahead.stream().map(PreviewReports::fix).toList()));
        List<String> warnings = previews.stream()
                .flatMap(fix -> fix.beyond().map(why -> beyond(fix, why)).stream())
                .toList();
        return Answer.of(report)
                .asDryRun()
                .warning(warnings)
                .failing(failure.or(() -> check ? wouldChange(previews, next) : Optional.empty()));
    }

    private static Optional<Failure> worst(List<FixAhead> ahead) {
        List<FixAhead> failing =
                ahead.stream().filter(fix -> fix.failure().isPresent()).toList();
        return failing.stream()
                .flatMap(fix -> fix.failure().stream())
                .reduce((one, other) -> other.kind().exitCode() > one.kind().exitCode() ? other : one)
                .map(worst -> failing.size() == 1
                        ? worst
                        : worst.with(
                                "refused", failing.stream().map(FixAhead::id).collect(Collectors.joining(", "))));
    }

    private static Report fix(FixAhead ahead) {
        return ahead.preview().map(PreviewReports::fix).orElseGet(() -> refused(ahead));
    }

    private static Report refused(FixAhead ahead) {
        Failure why = ahead.refused().orElseThrow();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", ahead.id());
        facts.put("error", why.kind().label());
        facts.put("refused", why.title());
        facts.put("next", why.hint());
        return Report.of("This one cannot be applied.", new Section.Facts("fix", facts));
    }

    /** Returns where a script was written, to be shown with its dry run. */
    static Section written(Path file) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("written", file.toString());
        return new Section.Facts("file", facts);
    }

    private static Optional<Failure> wouldChange(List<FixPreview> previews, Next next) {
        long rows = previews.stream().mapToLong(FixPreview::rows).sum();
        return rows == 0
                ? Optional.empty()
                : Optional.of(new Failure(
                        FailureKind.CHECK_FAILED,
                        "%s would change %s%,d %s."
                                .formatted(
                                        previews.size() == 1 ? "1 fix" : previews.size() + " fixes",
                                        previews.stream().allMatch(FixPreview::exact) ? "" : "about ",
                                        rows,
                                        rows == 1 ? "row" : "rows"),
                        "Apply with: " + next.command(previews)));
    }

    private static String next(List<FixPreview> previews, Next next) {
        if (previews.isEmpty()) {
            return "Nothing to do. To see where each fix stands: oneoff datafix list";
        }
        return previews.stream()
                .filter(fix -> fix.beyond().isPresent())
                .findFirst()
                .map(fix -> "Nothing was changed. Narrow the WHERE, or change the limit; then: oneoff datafix apply "
                        + fix.script().id() + " --dry-run")
                .orElseGet(() -> "Nothing was changed. Next: " + next.command(previews));
    }

    private static String beyond(FixPreview fix, String why) {
        return "fix %s would be refused: %s%,d rows are wrong%s, %s"
                .formatted(
                        fix.script().id(),
                        fix.exact() ? "" : "about ",
                        fix.rows(),
                        fix.standing().counts().changed() > 0
                                ? " and %,d done"
                                        .formatted(fix.standing().counts().changed())
                                : "",
                        why);
    }

    private static Report fix(FixPreview fix) {
        Header header = fix.script().header();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", fix.script().id());
        facts.put("state", fix.standing().state());
        fix.standing().begun().ifPresent(row -> {
            facts.put("changed", fix.standing().counts().changed());
            facts.put("batches", fix.standing().counts().batches());
            facts.put("since", row.changedAt());
            facts.put("reason", row.reason().orElse(null));
        });
        facts.put("wrong", fix.rows());
        facts.put("expect", header.expect().toString());
        fix.limits().maxRows().ifPresent(most -> facts.put("maxRows", most));
        fix.beyond().ifPresent(why -> facts.put("refused", why));
        header.maxRuntime().ifPresent(time -> facts.put("maxRuntime", time));
        facts.put("onError", header.quarantine() == 0 ? "stop" : "set aside up to " + header.quarantine() + " rows");
        fix.code().ifPresent(code -> facts.putAll(code(code)));
        facts.put("images", fix.code().map(PreviewReports::images).orElseGet(() -> images(header.images())));
        facts.put("digest", fix.digest());
        List<String> notes = fix.steps().size() > 1
                ? List.of("each statement is looked at as if those before it had changed nothing")
                : List.of();
        return Report.of(
                header.why(),
                new Section.Facts("fix", facts),
                new Section.Notes("notes", notes),
                new Section.Parts(
                        "statements",
                        fix.steps().stream().map(PreviewReports::statement).toList()));
    }

    private static Report statement(StepPreview step) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("form", step.form());
        facts.put("table", step.table());
        facts.put("columns", step.columns().isEmpty() ? null : step.columns());
        facts.put("wrong", step.count().rows());
        facts.put(
                "counted",
                step.count().exact() ? "exactly" : "estimated by the planner: counting takes longer than 5 s");
        facts.put("walks", step.walk());
        facts.put("batches", step.access());
        facts.put("roughImageBytes", step.imageBytes().orElse(null));
        facts.put("idempotence", step.sample().idempotence().kind().label());
        facts.put("sample", sample(step.sample().idempotence()));
        return Report.of(
                "statement " + step.number() + " (line " + step.line() + ")",
                new Section.Facts("statement", facts),
                new Section.Notes("notes", step.notes()),
                new Section.Changes(
                        "rows",
                        step.sample().rows().stream()
                                .map(row -> new Section.Change(row.key(), row.column(), row.before(), row.after()))
                                .toList(),
                        ""));
    }

    private static String sample(Idempotence found) {
        String rows = found.rows() == 1 ? "1 row" : found.rows() + " rows";
        return switch (found.kind()) {
            case PROVEN -> rows + " changed and rolled back; afterwards none was wrong";
            case ONCE -> rows + " changed and rolled back; each item is marked done in the batch that does it";
            case DOES_NOT_CONVERGE ->
                rows + " changed and rolled back; afterwards this one was as wrong as before: " + found.detail();
            case REFUSED -> "cannot be changed: " + found.detail();
            case UNPROVEN -> "none: " + found.detail();
        };
    }

    private static Map<String, @Nullable Object> code(CodePreview code) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("class", code.className());
        facts.put(
                "counted",
                code.count().exact()
                        ? "exactly: the keys that find returns"
                        : "estimated by the planner: counting takes longer than 5 s");
        facts.put("sample", "none: it runs the application's code");
        facts.put("effects", effects(code.effects()));
        return facts;
    }

    private static String effects(Header.Effects effects) {
        return switch (effects) {
            case NONE -> "none: the database sees each key done once";
            case EXTERNAL ->
                "external: each key in a batch of its own, at least once; a batch that is rolled back and tried again, or"
                        + " killed, has its effects again";
        };
    }

    private static String images(CodePreview code) {
        return code.kept()
                .map(table -> "the rows of " + table
                        + " that the keys name; what the class changes elsewhere cannot be reverted")
                .orElse("none: it cannot be reverted");
    }

    private static String images(Header.Images images) {
        return switch (images) {
            case CHANGED, ROW -> images.name().toLowerCase(Locale.ROOT);
            case NONE -> "none: it cannot be reverted";
        };
    }
}
