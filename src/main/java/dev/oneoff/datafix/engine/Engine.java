package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.pace.Pace;
import dev.oneoff.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a fix that is held by this process from where it stands to its end. */
public final class Engine {

    private static final int SWEEPS = 2;

    private final RunContext run;
    private final FixStore store;
    private final Pace pace;

    /**
     * Makes an engine that works on the run's session.
     *
     * @param pace how fast; the caller closes it
     */
    public Engine(RunContext run, FixStore store, Pace pace) {
        this.run = run;
        this.store = store;
        this.pace = pace;
    }

    /**
     * Where a fix is after a run.
     *
     * @param failure why it is not done; empty when it is
     * @param ours whether this run is to write the state down; else somebody else has
     */
    public record Ended(FixState state, Optional<Failure> failure, boolean ours) {

        Ended(FixState state, Optional<Failure> failure) {
            this(state, failure, true);
        }
    }

    /**
     * Walks all steps, sweeps, verifies; the caller writes the state down.
     *
     * @param input what the fix was given when it began
     */
    public Ended run(FixRow fix, FixPlan plan, Limits limits, Input input) {
        Going going = new Going(run, store, fix, limits, pace);
        Binding binding = plan.binding(fix.beganAt(), input.params());
        List<Step> steps = steps(plan, binding);
        try {
            Optional<Ended> ended =
                    plan.work().isPresent() ? worked(going, fix, plan.work().get(), steps) : walked(going, fix, steps);
            return ended.orElseGet(() -> new Verifying(run.session(), going, fix, plan).verify(steps, binding, input));
        } catch (OneoffException e) {
            Failure failure = run.cancellation().failure().orElse(e.failure());
            boolean ours = Failures.of(e) == Failures.FINAL && failure.kind() != FailureKind.DENIED;
            return new Ended(stateAfter(failure.kind()), Optional.of(ours ? failure : again(failure, fix)));
        }
    }

    private Optional<Ended> walked(Going going, FixRow fix, List<Step> steps) {
        requireAllowed(going, fix, steps, step -> step.sql().countWrong(Long.MAX_VALUE, List.of()));
        for (Step step : steps) {
            Optional<Ended> ended = walk(going, fix, step);
            if (ended.isPresent()) {
                return ended;
            }
        }
        return Optional.empty();
    }

    private Optional<Ended> worked(Going going, FixRow fix, Work work, List<Step> steps) {
        WorkStore items = new WorkStore(run.session(), run.clock(), fix);
        Chunk chunk = held(fix, 1, 0, () -> Optional.of(Texts.join(List.of(Long.toString(items.count())))));
        Given left =
                Given.left(work, items.table(), List.of(fix.id(), fix.generation(), WorkWalker.place(chunk.reached())));
        requireAllowed(going, fix, steps, step -> step.sql().countGiven(left));
        return new WorkWalker(going, fix, work, steps, chunk).walk() ? Optional.empty() : Optional.of(lost(fix));
    }

    private static FixState stateAfter(FailureKind kind) {
        return switch (kind) {
            case REFUSED -> FixState.PAUSED;
            case INTERRUPTED, TERMINATED, DEADLINE -> FixState.INTERRUPTED;
            case STOPPED -> FixState.INCOMPLETE;
            case BUG, USAGE, CHECK_FAILED, STEP_FAILED, INPUT_REJECTED, UNREACHABLE, DENIED, LOCKED, CONFIGURATION ->
                FixState.FAILED;
        };
    }

    private List<Step> steps(FixPlan plan, Binding binding) {
        boolean kept = plan.script().header().images() != Header.Images.NONE;
        String images = kept ? new Ledger(run.session(), run.clock()).named("%1$soneoff_image") : "";
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < plan.steps().size(); at++) {
            steps.add(Step.of(at + 1, plan.steps().get(at), plan.script().file(), binding, images));
        }
        return steps;
    }

    /** Counts what is left before the first write, where there is a limit. */
    private void requireAllowed(Going going, FixRow fix, List<Step> steps, Function<Step, Sql> count) {
        Limits limits = going.limits();
        if (limits.most().isEmpty()
                && !(limits.atLeast() && limits.expect().least().isPresent())) {
            return;
        }
        long wrong = 0;
        for (Step step : steps) {
            wrong += run.session().list(count.apply(step), row -> row.number(1)).get(0);
        }
        going.allowed().check(wrong);
        long done = store.counts(fix).changed();
        if (limits.atLeast()
                && wrong > 0
                && wrong + done < limits.expect().least().orElse(0)) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + fix.id() + " would change " + (wrong + done) + " rows, fewer than expected ("
                            + limits.expect() + ").",
                    "Nothing was changed now. If they are right, change expect in the script and run: oneoff datafix"
                            + " apply " + fix.id());
        }
    }

    /** Walks and sweeps; empty when nothing wrong is left. */
    private Optional<Ended> walk(Going going, FixRow fix, Step step) {
        int sweeps = 0;
        int first = (int) store.chunks(fix).stream()
                .filter(chunk -> chunk.step() == step.number())
                .count();
        for (int number = Math.max(0, first - 1); ; number++) {
            Chunk chunk = chunk(fix, step, number);
            List<List<String>> rejected = List.of();
            if (!chunk.done()) {
                Walker walker = new Walker(going, fix, step, chunk);
                if (!walker.walk()) {
                    return Optional.of(lost(fix));
                }
                rejected = walker.rejected();
            }
            long left = step.left(run.session(), rejected.isEmpty() ? going.rejected(step) : rejected);
            if (left == 0) {
                return Optional.empty();
            }
            if (sweeps++ >= SWEEPS) {
                throw new OneoffException(
                        FailureKind.STOPPED,
                        "Fix " + fix.id() + ", statement " + step.number() + ": rows keep appearing; after " + SWEEPS
                                + " sweeps " + Verifying.many(left) + " wrong.",
                        "Find out who writes them, then run: oneoff datafix apply " + fix.id());
            }
        }
    }

    /** Returns the part of that number, held by this run where it is not done; makes it when it is the first time. */
    private Chunk chunk(FixRow fix, Step step, int number) {
        return find(fix, step.number(), number)
                .filter(Chunk::done)
                .orElseGet(() ->
                        held(
                                fix,
                                step.number(),
                                number,
                                () -> run
                                        .session()
                                        .list(
                                                step.sql().lastKey(),
                                                row -> row.texts(
                                                        step.sql().keys().size()))
                                        .stream()
                                        .findFirst()
                                        .map(Texts::join)));
    }

    private Chunk held(FixRow fix, int step, int number, Supplier<Optional<String>> last) {
        if (find(fix, step, number).isEmpty()) {
            store.addChunk(fix, step, number, last.get());
        }
        store.claim(fix, find(fix, step, number).orElseThrow(), run.id());
        return find(fix, step, number).orElseThrow();
    }

    private Optional<Chunk> find(FixRow fix, int step, int number) {
        return store.chunks(fix).stream()
                .filter(chunk -> chunk.step() == step && chunk.number() == number)
                .findFirst();
    }

    /** Returns how a run ends whose fix somebody else has moved. */
    public Ended lost(FixRow fix) {
        FixState now = store.latest(fix.id()).map(FixRow::state).orElse(FixState.FAILED);
        String how = now == FixState.RUNNING
                ? "another process has taken it over"
                : "it was " + now.label() + " by somebody else";
        return new Ended(
                now,
                Optional.of(new Failure(
                        FailureKind.STOPPED,
                        "Fix " + fix.id() + " stopped here: " + how + ". The batch under way was rolled back.",
                        "See where it stands: oneoff datafix show " + fix.id())),
                false);
    }

    private static Failure again(Failure failure, FixRow fix) {
        return failure.hinting(
                "What was committed stays. Mend what it names, then run: oneoff datafix apply " + fix.id());
    }
}
