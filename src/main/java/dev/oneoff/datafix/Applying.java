package dev.oneoff.datafix;

import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.engine.Engine;
import dev.oneoff.datafix.engine.Hands;
import dev.oneoff.datafix.engine.Limits;
import dev.oneoff.datafix.engine.Telling;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.Lock;
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
import java.util.Optional;
import java.util.function.Consumer;

/** Applies one fix: takes hold of it, begins it or goes on with it, and writes down where it is then. */
record Applying(Settings settings, Database database, Surroundings surroundings, FixFiles files) {

    // A server that starts again is up by then.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Runs it.
     *
     * @param first done before it, in the same recorded run
     */
    Outcome<Applied> apply(Chosen fix, ApplyRequest request, Consumer<RunContext> first) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = opening(request).write(runs.sessionName("datafix"))) {
            if (session.dialect().embedded() && request.workers().isPresent()) {
                throw new OneoffException(
                        FailureKind.USAGE,
                        "--workers needs a server: only one process may have the embedded database open.",
                        "Nothing was done. Leave it out.");
            }
            new Pooler(database.address().host(), settings.allowPooler()).pass(session);
            RunRequest recorded = RunRequest.of("datafix apply", fix.script().id());
            return new Grants(session, List.of(fix.script()))
                    .outcome(() -> runs.execute(session, recorded, run -> {
                        first.accept(run);
                        Opening again = new Opening(database, surroundings, PATIENCE, request.lockWait());
                        return new Reconnecting(() -> again.write(runs.sessionName("datafix")), surroundings)
                                .run(run, now -> held(runs, now, fix, request));
                    }));
        }
    }

    private Opening opening(ApplyRequest request) {
        return new Opening(database, surroundings, Duration.ZERO, request.lockWait());
    }

    private Outcome<Applied> held(Runs runs, RunContext run, Chosen fix, ApplyRequest request) {
        String id = fix.script().id();
        Holding holding = new Holding(run, database, surroundings, request.lockWait());
        if (request.workers().isEmpty()) {
            try (Held held = holding.alone(id)) {
                FixPlan plan = planned(run, fix, request);
                FixRow row = starting(run).start(run, fix, plan, request.params());
                return worked(run, new Going(row, plan, held), fix, request, Hands.alone());
            }
        }
        Lock lead = holding.lead(id);
        List<HeldLock> leading = new ArrayList<>();
        Hands hands = new Hands(
                request.workers().getAsInt(),
                number -> prepared(opening(request).write(runs.sessionName("w" + number + "/datafix"))),
                () -> leads(lead, leading),
                lead::busy,
                true);
        try (Held held = holding.shared(id)) {
            FixPlan plan = planned(run, fix, request);
            FixRow row = holding.inTurn(id, () -> starting(run).join(run, fix, plan, request.params(), held));
            return worked(run, new Going(row, plan, held), fix, request, hands);
        } finally {
            leading.forEach(HeldLock::close);
        }
    }

    private static boolean leads(Lock lead, List<HeldLock> leading) {
        if (leading.isEmpty()) {
            lead.tryAcquire().ifPresent(leading::add);
        }
        return !leading.isEmpty();
    }

    private Starting starting(RunContext run) {
        return new Starting(run.session(), run.clock(), settings.app().path());
    }

    private FixPlan planned(RunContext run, Chosen fix, ApplyRequest request) {
        pacemaker(request).require(run.session());
        NotYet.refuse(fix.script());
        requireOthers(new FixStore(run.session(), run.clock()), fix);
        return files.plan(run.session(), fix.script());
    }

    /** A fix that is held and says that it is running. */
    private record Going(FixRow row, FixPlan plan, Held held) {}

    private Outcome<Applied> worked(RunContext run, Going going, Chosen fix, ApplyRequest request, Hands hands) {
        prepared(run.session());
        Limits limits = new Allowance(settings, request.maxRows(), request.within()).of(fix.script());
        try (Pace pace = pacemaker(request).begin(run, going.row(), going.plan())) {
            return worked(run, going, limits, hands, pace);
        }
    }

    private Pacemaker pacemaker(ApplyRequest request) {
        return new Pacemaker(settings.fixes(), request.pacing(), database, surroundings.pause());
    }

    private Outcome<Applied> worked(RunContext run, Going going, Limits limits, Hands hands, Pace pace) {
        FixRow row = going.row();
        FixStore store = new FixStore(run.session(), run.clock());
        Engine engine = new Engine(run, store, surroundings, hands, pace);
        Engine.Ended ended = ended(run, engine, going, limits);
        run.cancellation().unwatch();
        if (!run.session().alive()) {
            Applied unknown = new Applied(row.id(), run.id(), FixState.RUNNING.label(), new Counts(0, 0, 0, 0));
            return Outcome.failed(unknown, ended.failure().orElseThrow());
        }
        Optional<OneoffException> denied = tidied(() -> {
            pace.over().forEach(new Telling(run, run.session(), store, row)::tell);
            store.release(row, run.id());
        });
        // Read before the hold is given up: whoever comes then moves it, and this run does not.
        FixRow now = hands.shared() ? store.latest(row.id()).orElse(row) : row;
        if (ended.ours() && !(hands.shared() && gone(ended) && going.held().leave())) {
            String reason = ended.failure().map(Failure::title).orElse(null);
            boolean moved = now.state() == FixState.RUNNING && store.move(now, ended.state(), run.id(), reason);
            if (!moved && !(hands.shared() && isAlso(ended, store, now))) {
                ended = engine.over(row);
            }
        }
        if (denied.isPresent() && ended.failure().isEmpty()) {
            throw denied.get();
        }
        Applied applied = new Applied(row.id(), run.id(), ended.state().label(), store.counts(row));
        return outcome(
                run, applied, ended, Sentences.done(applied, going.plan().work().isPresent()));
    }

    /** Says whether others have come to the same end, before this process or at once with it. */
    private static boolean isAlso(Engine.Ended ended, FixStore store, FixRow now) {
        return now.state() == ended.state()
                || store.latest(now.id())
                        .map(FixRow::state)
                        .filter(ended.state()::equals)
                        .isPresent();
    }

    /** From here on the fix says that it is running: whatever stops it now is written down. */
    private static Engine.Ended ended(RunContext run, Engine engine, Going going, Limits limits) {
        FixRow row = going.row();
        try {
            return engine.run(row, going.plan(), limits, new WorkStore(run.session(), run.clock(), row).input());
        } catch (OneoffException e) {
            return engine.stopped(row, e);
        }
    }

    /** What is denied of the end of a run must not keep it from writing down where the fix is. */
    private static Optional<OneoffException> tidied(Runnable end) {
        try {
            end.run();
            return Optional.empty();
        } catch (OneoffException e) {
            if (e.kind() != FailureKind.DENIED) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /** Says whether it is this process alone that cannot go on: others can. */
    private static boolean gone(Engine.Ended ended) {
        return ended.state() == FixState.INTERRUPTED
                || ended.failure()
                        .filter(failure -> failure.kind() == FailureKind.UNREACHABLE)
                        .isPresent();
    }

    private static Session prepared(Session session) {
        if (!session.dialect().embedded()) {
            session.execute("SET idle_in_transaction_session_timeout = '30s'");
            // What the role allows an ordinary statement is too little for counting a large table; a batch has a limit.
            session.execute("SET statement_timeout = 0");
            session.execute("SET row_security = off");
        }
        return session;
    }

    private static Outcome<Applied> outcome(RunContext run, Applied applied, Engine.Ended ended, String done) {
        if (ended.failure().isEmpty()) {
            run.journal().say(done);
        }
        return ended.failure()
                .map(failure -> Outcome.failed(applied, failure))
                .orElseGet(() -> Outcome.done(applied, done));
    }

    private void requireOthers(FixStore store, Chosen fix) {
        for (String named : fix.script().header().requires()) {
            String id =
                    files.resolve(named, store.latest().stream().map(FixRow::id).toList());
            Optional<FixState> state = store.latest(id).map(FixRow::state);
            if (!state.equals(Optional.of(FixState.SUCCEEDED))) {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        "Fix " + fix.script().id() + " requires " + id + ", which is "
                                + state.map(FixState::label).orElse("pending") + ".",
                        "Nothing was changed. To finish that one first: oneoff datafix apply " + id);
            }
        }
    }
}
