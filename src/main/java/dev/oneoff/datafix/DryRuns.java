package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.engine.Trying;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Planner;
import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.datafix.preview.Previewer;
import dev.oneoff.datafix.preview.Standing;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows what fixes would do. The database stays as it was. */
record DryRuns(Settings settings, Database database, Surroundings surroundings, FixFiles files) {

    private static final Counts NOTHING = new Counts(0, 0, 0, 0);

    /** Returns what would be done to each fix; with none named, to all that are pending. */
    List<FixPreview> of(ApplyRequest request) {
        ApplyRequest all = new ApplyRequest(
                request.named(),
                true,
                request.again(),
                request.maxRows(),
                request.lockWait(),
                request.params(),
                request.pacing());
        return reading(request.lockWait(), session -> {
            FixStore store = new FixStore(session, surroundings.clock());
            Choice choice = new Choice(
                    files, store.latest().stream().collect(Collectors.toMap(FixRow::id, Function.identity())));
            List<FixPreview> previews = new ArrayList<>();
            for (Chosen fix : choice.of(all)) {
                Standing standing = new Standing(
                        fix.row(),
                        fix.row().map(store::counts).orElse(NOTHING),
                        surroundings.clock().instant());
                previews.add(preview(session, fix.script(), standing, request));
            }
            return previews;
        });
    }

    /** Writes a script and returns what it would do; nothing is written when the plan refuses it. */
    FixPreview of(Draft draft, Duration lockWait) {
        Instant now = surroundings.clock().instant();
        FixScript script = draft.script(now);
        if (files.has(script.id())) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    script.file() + " is there already.",
                    "Look at it: oneoff datafix apply " + script.id() + " --dry-run");
        }
        FixPreview preview = reading(
                lockWait,
                session -> preview(
                        session, script, new Standing(Optional.empty(), NOTHING, now), ApplyRequest.of(lockWait)));
        files.create(script);
        return preview;
    }

    private FixPreview preview(Session session, FixScript script, Standing standing, ApplyRequest request) {
        surroundings.cancellation().check();
        NotYet.refuse(script);
        FixPlan plan = new Planner(session).plan(script);
        Trying trying = new Starting(
                        session, surroundings.clock(), settings.app().path())
                .trying(plan, standing.begun(), standing.began(), request.params());
        return new Previewer(session, surroundings.cancellation()::check)
                .preview(plan, standing, new Allowance(settings, request.maxRows()).of(script), trying);
    }

    private <T> T reading(Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = new Opening(database, surroundings, Duration.ZERO, lockWait)
                .read(runs.sessionName("datafix dry-run"))) {
            DataFixes.requireEngine(session);
            session.requireSchema();
            return work.apply(session);
        }
    }
}
