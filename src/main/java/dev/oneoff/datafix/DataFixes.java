package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.engine.Engine;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.engine.Telling;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Planner;
import dev.oneoff.datafix.preview.FixPreview;
import dev.oneoff.datafix.store.Conflicts;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.pace.Pace;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Data fixes: what there is, apply, revert, pause, cancel, require. */
public final class DataFixes {

    private static final int LISTED = 100;

    private final Settings settings;
    private final Database database;
    private final Surroundings surroundings;
    private final FixFiles files;

    /** Makes the feature. */
    public DataFixes(Settings settings, Database database, Surroundings surroundings) {
        this.settings = settings;
        this.database = database;
        this.surroundings = surroundings;
        this.files = new FixFiles(settings.app().path());
    }

    /** Returns all fixes, those with a file first, in the order they are applied; writes nothing. */
    public List<FixStatus> list(Duration lockWait) {
        return reading("datafix list", lockWait, session -> {
            FixStore store = new FixStore(session, surroundings.clock());
            Map<String, FixRow> begun = begun(store);
            List<String> ids = new ArrayList<>(files.ids());
            begun.keySet().stream().filter(id -> !ids.contains(id)).sorted().forEach(ids::add);
            return ids.stream()
                    .map(id -> status(store, id, Optional.ofNullable(begun.get(id))))
                    .toList();
        });
    }

    /** Returns one fix; writes nothing. */
    public FixStatus show(String named, Duration lockWait) {
        return reading("datafix show", lockWait, session -> {
            FixStore store = new FixStore(session, surroundings.clock());
            Map<String, FixRow> begun = begun(store);
            String id = files.resolve(named, List.copyOf(begun.keySet()));
            return status(store, id, Optional.ofNullable(begun.get(id)));
        });
    }

    private FixStatus status(FixStore store, String id, Optional<FixRow> row) {
        boolean there = files.has(id);
        String why =
                there ? files.read(id).header().why() : row.map(FixRow::why).orElse("");
        boolean changed = there
                && row.filter(begun -> !begun.checksum().equals(files.read(id).checksum()))
                        .isPresent();
        return new FixStatus(
                id,
                why,
                row,
                changed,
                row.map(store::counts).orElse(new Counts(0, 0, 0, 0)),
                row.map(store::rejects).orElse(List.of()),
                row.map(begun -> store.conflicts(begun, LISTED)).orElse(Conflicts.NONE));
    }

    /** Returns the ids that {@link #apply} would run, in order; writes nothing. */
    public List<String> chosen(ApplyRequest request) {
        return choose(request).stream().map(fix -> fix.script().id()).toList();
    }

    private List<Chosen> choose(ApplyRequest request) {
        return reading("datafix apply", request.lockWait(), session -> {
            session.requireSchema();
            return new Choice(files, begun(new FixStore(session, surroundings.clock()))).of(request);
        });
    }

    /** Returns what {@link #apply} would do to each fix; with none named, to all that are pending. Writes nothing. */
    public List<FixPreview> dryRun(ApplyRequest request) {
        return new DryRuns(settings, database, surroundings, files).of(request);
    }

    /** Writes a script of a statement, and returns what it would do; a statement that is refused is not written. */
    public FixPreview tryOut(Draft draft, Duration lockWait) {
        return new DryRuns(settings, database, surroundings, files).of(draft, lockWait);
    }

    /**
     * Applies fixes one after the other; stops at the first that does not succeed.
     *
     * @return what became of each that ran; the failure is the last one's
     */
    public Outcome<List<Applied>> apply(ApplyRequest request) {
        List<Chosen> chosen = choose(request);
        List<Applied> applied = new ArrayList<>();
        for (Chosen fix : chosen) {
            Outcome<Applied> outcome = apply(fix, request);
            applied.add(outcome.value());
            if (outcome.failure().isPresent()) {
                return Outcome.failed(applied, outcome.failure().get());
            }
        }
        return Outcome.done(
                applied,
                applied.isEmpty()
                        ? "nothing to do"
                        : "applied " + applied.size() + (applied.size() == 1 ? " fix" : " fixes"));
    }

    // The hold is only held.
    @SuppressWarnings("try")
    private Outcome<Applied> apply(Chosen fix, ApplyRequest request) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = new Opening(database, surroundings, Duration.ZERO, request.lockWait())
                .write(runs.sessionName("datafix"))) {
            requireEngine(session);
            pooler().pass(session);
            return runs.execute(
                    session, RunRequest.of("datafix apply", fix.script().id()), run -> {
                        try (Held held = Held.of(fix.script().id(), run, database, surroundings, request.lockWait())) {
                            return held(run, fix, request);
                        }
                    });
        }
    }

    private Pooler pooler() {
        return new Pooler(database.address().host(), settings.allowPooler());
    }

    static void requireEngine(Session session) {
        if (!session.dialect().transactionalDdl()) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "Data fixes run on PostgreSQL; this is " + session.dialect().product() + ".",
                    "Set DATABASE_URL to a PostgreSQL database.");
        }
    }

    private Outcome<Applied> held(RunContext run, Chosen fix, ApplyRequest request) {
        FixStore store = new FixStore(run.session(), run.clock());
        NotYet.refuse(fix.script());
        requireOthers(store, fix);
        FixPlan plan = new Planner(run.session()).plan(fix.script());
        Pacemaker pacemaker = new Pacemaker(settings.fixes(), request.pacing(), database, surroundings.pause());
        pacemaker.require(run.session());
        FixRow row =
                new Starting(run.session(), run.clock(), settings.app().path()).start(run, fix, plan, request.params());
        run.session().execute("SET idle_in_transaction_session_timeout = '30s'");
        run.session().execute("SET row_security = off");
        try (Pace pace = pacemaker.begin(run, row, plan)) {
            return worked(run, row, plan, limits(fix, request), pace);
        }
    }

    private Outcome<Applied> worked(RunContext run, FixRow row, FixPlan plan, Limits limits, Pace pace) {
        FixStore store = new FixStore(run.session(), run.clock());
        Engine engine = new Engine(run, store, pace);
        Engine.Ended ended = engine.run(row, plan, limits, new WorkStore(run.session(), run.clock(), row).input());
        run.cancellation().unwatch();
        if (!run.session().alive()) {
            Applied unknown = new Applied(row.id(), run.id(), FixState.RUNNING.label(), new Counts(0, 0, 0, 0));
            return Outcome.failed(unknown, ended.failure().orElseThrow());
        }
        pace.over().forEach(new Telling(run, store, row)::tell);
        String reason = ended.failure().map(Failure::title).orElse(null);
        if (ended.ours() && !store.move(row, ended.state(), run.id(), reason)) {
            ended = engine.lost(row);
        }
        store.release(row, run.id());
        return outcome(run, new Applied(row.id(), run.id(), ended.state().label(), store.counts(row)), ended);
    }

    private static Outcome<Applied> outcome(RunContext run, Applied applied, Engine.Ended ended) {
        if (ended.failure().isEmpty()) {
            run.journal().say(Sentences.done(applied));
        }
        return ended.failure()
                .map(failure -> Outcome.failed(applied, failure))
                .orElseGet(() -> Outcome.done(applied, Sentences.done(applied)));
    }

    private void requireOthers(FixStore store, Chosen fix) {
        for (String named : fix.script().header().requires()) {
            String id =
                    files.resolve(named, store.latest().stream().map(FixRow::id).toList());
            String state = store.latest(id).map(row -> row.state().label()).orElse("pending");
            if (!state.equals(FixState.SUCCEEDED.label())) {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        "Fix " + fix.script().id() + " requires " + id + ", which is " + state + ".",
                        "Nothing was changed. To finish that one first: oneoff datafix apply " + id);
            }
        }
    }

    private Limits limits(Chosen fix, ApplyRequest request) {
        return new Allowance(settings, request.maxRows()).of(fix.script());
    }

    /** Takes a fix back; the file of its script need not be there. */
    public Outcome<Reverted> revert(RevertRequest request) {
        return new Reverts(database, surroundings, files, pooler()).revert(request);
    }

    /** Returns what {@link #revert} would do; writes nothing. */
    public Reverted revertPreview(RevertRequest request) {
        return new Reverts(database, surroundings, files, pooler()).preview(request);
    }

    /** Pauses a fix that is running, or gives up one that is not over; its process stops at the end of its batch. */
    public Outcome<FixStatus> stop(String named, FixState to, Duration lockWait) {
        String command = to == FixState.PAUSED ? "datafix pause" : "datafix cancel";
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).write(runs.sessionName(command))) {
            pooler().pass(session);
            FixStore store = new FixStore(session, surroundings.clock());
            Map<String, FixRow> begun = begun(store);
            String id = files.resolve(named, List.copyOf(begun.keySet()));
            FixRow row = Optional.ofNullable(begun.get(id))
                    .filter(found -> found.state().next().contains(to))
                    .orElseThrow(() -> new OneoffException(
                            FailureKind.REFUSED,
                            "Fix " + id + " is "
                                    + Optional.ofNullable(begun.get(id))
                                            .map(found -> found.state().label())
                                            .orElse("pending")
                                    + ": there is nothing to " + command.substring("datafix ".length()) + ".",
                            "See where it stands: oneoff datafix show " + id));
            return runs.execute(session, RunRequest.of(command, id), run -> {
                if (!store.move(
                        row,
                        to,
                        run.id(),
                        to.label() + " by " + surroundings.origin().actor())) {
                    throw new OneoffException(
                            FailureKind.REFUSED,
                            "Fix " + id + " has moved on meanwhile.",
                            "Nothing was changed. See where it stands: oneoff datafix show " + id);
                }
                return Outcome.done(status(store, id, store.latest(id)), "fix " + id + " is " + to.label());
            });
        }
    }

    /**
     * Answers whether a fix has succeeded with the script it has now; writes nothing.
     *
     * @return empty when it has; otherwise why not
     */
    public Optional<Failure> require(String named, Duration lockWait) {
        FixStatus status = show(named, lockWait);
        if (status.state().equals(FixState.SUCCEEDED.label()) && !status.changed()) {
            return Optional.empty();
        }
        String how = status.changed() ? status.state() + " with another script" : status.state();
        return Optional.of(new Failure(
                FailureKind.CHECK_FAILED,
                "Fix " + status.id() + " is " + how + ".",
                "To finish it: oneoff datafix apply " + status.id()));
    }

    private static Map<String, FixRow> begun(FixStore store) {
        return store.latest().stream().collect(Collectors.toMap(FixRow::id, Function.identity()));
    }

    private <T> T reading(String command, Duration lockWait, Function<Session, T> work) {
        Runs runs = new Runs(database, surroundings);
        try (Session session =
                new Opening(database, surroundings, Duration.ZERO, lockWait).read(runs.sessionName(command))) {
            return work.apply(session);
        }
    }
}
