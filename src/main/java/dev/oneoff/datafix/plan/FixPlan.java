package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.sql.QualifiedName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A script, and what it means for one database.
 *
 * @param work what it works off; empty where each statement says by its condition which rows are wrong
 * @param steps its statements in order; none where a class changes the rows
 * @param code the class; there where there is no statement
 */
public record FixPlan(FixScript script, Optional<Work> work, List<StepPlan> steps, Optional<CodePlan> code) {

    /** Copies the steps. */
    public FixPlan {
        steps = List.copyOf(steps);
    }

    /** Returns the tables that are known to be changed, with their schemas. */
    public List<QualifiedName> targets() {
        return Stream.concat(
                        steps.stream().map(StepPlan::target),
                        code.flatMap(CodePlan::kept).map(CodePlan.Rows::table).stream())
                .distinct()
                .toList();
    }

    /**
     * Returns what makes the script's statements mean one thing in every batch.
     *
     * @param began what now() means
     * @param params a text for each parameter, which its type takes
     */
    public Binding binding(Instant began, Map<String, String> params) {
        Map<String, String> meanings = new HashMap<>();
        script.header()
                .params()
                .forEach((name, type) ->
                        meanings.put(name, cast(Objects.requireNonNull(params.get(name), name), type)));
        work.filter(given -> given.kind() == Work.Kind.KEYS)
                .ifPresent(given -> meanings.put(Work.PLACEHOLDER, given.selected()));
        return new Binding(began, meanings);
    }

    private static String cast(String value, String type) {
        return "CAST('" + value.replace("'", "''") + "' AS " + type + ")";
    }
}
