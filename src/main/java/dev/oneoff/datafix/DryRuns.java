package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.engine.Material;
import dev.oneoff.datafix.plan.FixPlan;
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

    /**
     * Returns what would be done to each fix; with none named, to all that are pending.
     *
     * @throws OneoffException why the only one cannot be applied; of several, each says so itself
     */
    List<FixAhead> of(ApplyRequest request) {
        return reading(request.lockWait(), session -> {
            FixStore store = new FixStore(session, surroundings.clock());
            Choice choice = new Choice(
                    files, store.latest().stream().collect(Collectors.toMap(FixRow::id, Function.identity())));
            List<String> ids = choice.ids(request.takingAll());
            List<FixAhead> ahead = new ArrayList<>();
            for (String id : ids) {
                try {
                    choice.choose(id, request.again())
                            .map(fix -> preview(session, store, fix, request))
                            .ifPresent(preview -> ahead.add(FixAhead.of(preview)));
                } catch (OneoffException e) {
                    if (ids.size() == 1 || !isAboutTheFix(e.kind())) {
                        throw e;
                    }
                    session.rollBack();
                    ahead.add(FixAhead.refused(id, e.failure()));
                }
            }
            return ahead;
        });
    }

    private static boolean isAboutTheFix(FailureKind kind) {
        return switch (kind) {
            case INPUT_REJECTED, REFUSED, STEP_FAILED, DENIED, USAGE -> true;
            case BUG,
                    CHECK_FAILED,
                    STOPPED,
                    UNREACHABLE,
                    LOCKED,
                    DEADLINE,
                    CONFIGURATION,
                    INTERRUPTED,
                    TERMINATED,
                    PIPE_CLOSED -> false;
        };
    }

    private FixPreview preview(Session session, FixStore store, Chosen fix, ApplyRequest request) {
        Standing standing = new Standing(
                fix.row(),
                fix.row().map(store::counts).orElse(NOTHING),
                surroundings.clock().instant());
        return preview(session, fix.script(), standing, request);
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
                        session, script, new Standing(Optional.empty(), NOTHING, now), ApplyRequest.pending(lockWait)));
        files.create(script);
        return preview;
    }

    private FixPreview preview(Session session, FixScript script, Standing standing, ApplyRequest request) {
        surroundings.cancellation().check();
        NotYet.refuse(script);
        return new Grants(session, List.of(script)).naming(() -> planned(session, script, standing, request));
    }

    private FixPreview planned(Session session, FixScript script, Standing standing, ApplyRequest request) {
        FixPlan plan = files.plan(session, script);
        Material material = new Starting(
                        session, surroundings.clock(), settings.app().path())
                .material(plan, standing.begun(), standing.began(), request.params());
        return new Previewer(session, surroundings.cancellation()::check)
                .preview(
                        plan,
                        standing,
                        new Allowance(settings, request.maxRows(), Optional.empty()).of(script),
                        material);
    }

    private <T> T reading(Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = new Opening(database, surroundings, Duration.ZERO, lockWait)
                .trying(runs.sessionName("datafix dry-run"))) {
            session.requireSchema();
            return new Grants(session, List.of()).naming(() -> work.apply(session));
        }
    }
}
