package dev.oneoff.datafix.preview;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.engine.Counted;
import dev.oneoff.datafix.engine.FileAhead;
import dev.oneoff.datafix.engine.Idempotence;
import dev.oneoff.datafix.engine.KeyTrial;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.engine.Material;
import dev.oneoff.datafix.engine.Sample;
import dev.oneoff.datafix.engine.Trial;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at what plans would do. Leaves nothing behind in the database. */
public final class Previewer {

    private static final Duration COUNTING = Duration.ofSeconds(5);

    private final Session session;
    private final Runnable stopping;

    /**
     * Makes a previewer.
     *
     * @param session one that cannot write by itself
     * @param stopping throws when the process was asked to stop; asked between two questions
     */
    public Previewer(Session session, Runnable stopping) {
        this.session = session;
        this.stopping = stopping;
    }

    /** Returns what a fix would do if it ran now. */
    public FixPreview preview(FixPlan plan, Standing standing, Limits limits, Material material) {
        List<StepPreview> steps = new ArrayList<>();
        for (StepPlan step : plan.steps()) {
            steps.add(step(step, steps.size() + 1, limits, material));
        }
        Optional<CodePreview> code = plan.code()
                .map(called -> new CodePreview(
                        called.fix().className(),
                        asked(new KeyTrial(session, material).count(COUNTING)),
                        plan.script().header().effects(),
                        called.kept().map(rows -> shown(rows.table()))));
        return new FixPreview(plan.script(), standing, limits, steps, code);
    }

    private StepPreview step(StepPlan step, int number, Limits limits, Material material) {
        FixScript script = material.script();
        Trial trial = new Trial(session, number, step, material);
        Counted count = asked(trial.count(COUNTING));
        Accesses accesses = asked(new Accesses(trial.accesses(), trial.tableBytes()));
        FileAhead file = asked(trial.file());
        Sample sample = asked(sample(trial, step, count, script.header().cascade()));
        if (file.refused() > limits.quarantine()) {
            sample = new Sample(sample.rows(), new Idempotence(Idempotence.Kind.REFUSED, 0, file.why()));
        }
        boolean kept = script.header().images() != Header.Images.NONE;
        return new StepPreview(
                number,
                step.change().statement().start().line(),
                step.change().form().name(),
                shown(step.target()),
                step.change().columns().stream().map(Identifier::name).toList(),
                walk(step),
                count,
                accesses.sentence(),
                accesses.slow(),
                Stream.concat(step.notes().stream(), file.notes().stream()).toList(),
                kept && count.rows() > 0
                        ? trial.imageBytes(sample).map(bytes -> bytes * count.rows())
                        : Optional.empty(),
                sample);
    }

    private Sample sample(Trial trial, StepPlan step, Counted count, boolean cascade) {
        if (count.exact() && count.rows() == 0) {
            return Sample.none(Idempotence.unproven("there is no wrong row to try"));
        }
        Optional<String> effect = new SideEffects(session).of(step, cascade);
        if (effect.isPresent()) {
            return Sample.none(
                    Idempotence.unproven(effect.get() + " would act, and a rollback might not undo all of it"));
        }
        if (step.change().form() == Change.Form.INSERT) {
            return trial.inserted();
        }
        return session.standby()
                ? Sample.none(Idempotence.unproven("this server only follows another one"))
                : trial.sample();
    }

    private <T> T asked(T answer) {
        stopping.run();
        return answer;
    }

    private static String walk(StepPlan step) {
        return shown(step.walk().table())
                + step.walk().key().stream()
                        .map(column -> column.name().name())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String shown(QualifiedName name) {
        return name.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
    }
}
