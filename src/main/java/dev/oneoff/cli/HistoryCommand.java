package dev.oneoff.cli;

import dev.oneoff.Oneoff;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.StepRow;
import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}. */
@Command(
        name = "history",
        header = {
            "Shows who ran what, from which release, with what result.",
            "",
            "Examples:",
            "  oneoff history                        the latest runs",
            "  oneoff history 20261120-100431-k3f9a  one of them, step by step",
            ""
        })
final class HistoryCommand extends Action {

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The id of a run.")
    private @Nullable String run;

    @Option(names = "--limit", paramLabel = "N", description = "How many runs at the most (default: 20).")
    private int limit = 20;

    @Override
    Answer act(Invocation invocation) {
        Oneoff oneoff = invocation.oneoff();
        return Answer.of(run == null ? runs(oneoff.history(limit, common.lockWait)) : one(oneoff, run));
    }

    private static Report runs(List<RunRow> runs) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RunRow row : runs) {
            rows.add(Arrays.asList(
                    row.id(),
                    (row.command() + " " + row.subject()).strip(),
                    row.state().label(),
                    row.exitCode(),
                    row.origin().actor(),
                    row.summary(),
                    row.origin().release()));
        }
        return Report.of(
                "",
                new Section.Table(
                        "runs",
                        List.of("run", "command", "state", "exit", "actor", "summary", "release"),
                        rows,
                        "Nothing was run here yet."));
    }

    private Report one(Oneoff oneoff, String id) {
        RunRow row = oneoff.run(id, common.lockWait)
                .orElseThrow(() -> new OneoffException(
                        FailureKind.USAGE, "There is no run " + id + ".", "List the latest ones: oneoff history"));
        List<List<@Nullable Object>> steps = new ArrayList<>();
        for (StepRow step : oneoff.steps(id, common.lockWait)) {
            Duration took = step.finishedAt() == null ? null : Duration.between(step.startedAt(), step.finishedAt());
            steps.add(Arrays.asList(step.position(), step.state(), took, step.rows(), step.name(), step.detail()));
        }
        return Report.of(
                "",
                facts(row),
                new Section.Table(
                        "steps", List.of("step", "state", "seconds", "rows", "name", "detail"), steps, "No steps."));
    }

    private static Section facts(RunRow row) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("run", row.id());
        facts.put("command", (row.command() + " " + row.subject()).strip());
        facts.put("state", row.state().label());
        facts.put("exit", row.exitCode());
        facts.put("summary", row.summary());
        facts.put("startedAt", row.startedAt());
        facts.put("finishedAt", row.finishedAt());
        facts.put("actor", row.origin().actor());
        facts.put("actorSource", row.origin().actorSource());
        facts.put("release", row.origin().release());
        facts.put("releaseSource", row.origin().releaseSource());
        facts.put("ticket", row.origin().ticket().orElse(null));
        facts.put("toolVersion", row.origin().toolVersion());
        return new Section.Facts("run", facts);
    }
}
