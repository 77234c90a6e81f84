package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.engine.Turns.Turn;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.datafix.store.Reject;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.pace.Pace;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a fix that is held by this process from where it stands to its end. */
public final class Engine {

    private static final int SWEEPS = 2;
    private static final Duration LOOKING = Duration.ofSeconds(2);

    private final RunContext run;
    private final FixStore store;
    private final Surroundings surroundings;
    private final Hands hands;
    private final Pace pace;

    /**
     * Makes an engine that works on the run's session, and on those that the hands open.
     *
     * @param pace how fast; the caller closes it
     */
    public Engine(RunContext run, FixStore store, Surroundings surroundings, Hands hands, Pace pace) {
        this.run = run;
        this.store = store;
        this.surroundings = surroundings;
        this.hands = hands;
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
        Going going = new Going(run, store, fix, new Going.Conduct(limits, surroundings, hands.shared(), pace));
        Binding binding = plan.binding(fix.beganAt(), input.params());
        List<Step> steps = steps(plan, binding);
        try {
            Optional<Ended> ended = plan.work().isPresent()
                    ? worked(going, fix, plan.work().get(), doing(plan, steps, input))
                    : walked(going, fix, steps, Material.plain(plan.script(), binding));
            return ended.orElseGet(() -> new Verifying(run.session(), going, fix, plan).verify(steps, binding, input));
        } catch (OneoffException e) {
            return stopped(fix, e);
        } finally {
            going.end();
        }
    }

    /** Returns how a run ends that an error has stopped. */
    public Ended stopped(FixRow fix, OneoffException error) {
        Failure failure = run.cancellation().failure().orElse(error.failure());
        boolean ours = Failures.of(error) == Failures.FINAL && failure.kind() != FailureKind.DENIED;
        return new Ended(stateAfter(failure.kind()), Optional.of(ours ? failure : again(failure, fix)));
    }

    private Optional<Ended> walked(Going going, FixRow fix, List<Step> steps, Material material) {
        List<Sql> counts = steps.stream()
                .map(step -> step.sql().countWrong(Long.MAX_VALUE, List.of()))
                .toList();
        if (!requireAllowed(going, fix, counts) && going.watched()) {
            look(going, steps, material);
        }
        for (Step step : steps) {
            Optional<Ended> ended = walk(going, fix, step);
            if (ended.isPresent()) {
                return ended;
            }
        }
        return Optional.empty();
    }

    private Doing doing(FixPlan plan, List<Step> steps, Input input) {
        Work work = plan.work().orElseThrow();
        return plan.code()
                .<Doing>map(code -> new Calling(plan.script(), work, code, input.params(), images()))
                .orElseGet(() -> new Statements(work, steps));
    }

    private String images() {
        return new Ledger(run.session(), run.clock()).named("%1$soneoff_image");
    }

    private Optional<Ended> worked(Going going, FixRow fix, Work work, Doing doing) {
        WorkStore items = new WorkStore(run.session(), run.clock(), fix);
        Parts parts = new Parts(store, fix, 1);
        parts.begin(() -> stretches().ofItems(items.count()));
        List<Reject> before = store.rejects(fix);
        Giving giving = Giving.of(run.session(), work);
        requireAllowed(going, fix, doing.count(giving.left(items)));
        Turn turn;
        do {
            if (!new Crew(going, hands).walk(parts, (own, part) -> new WorkWalker(own, fix, doing, part).walk())) {
                return Optional.of(over(fix));
            }
            turn = new Turns(going, hands).after(parts);
        } while (turn == Turn.WALK);
        if (turn == Turn.OVER) {
            return Optional.of(over(fix));
        }
        List<Reject> still =
                store.rejects(fix).stream().filter(before::contains).toList();
        return still.isEmpty() || new WorkWalker(going, fix, doing, parts.take(run.id())).again(still)
                ? Optional.empty()
                : Optional.of(lost(fix));
    }

    private Stretches stretches() {
        return new Stretches(run.session(), hands.count());
    }

    private static FixState stateAfter(FailureKind kind) {
        return switch (kind) {
            case REFUSED -> FixState.PAUSED;
            case INTERRUPTED, TERMINATED, DEADLINE -> FixState.INTERRUPTED;
            case STOPPED -> FixState.INCOMPLETE;
            case BUG,
                    USAGE,
                    CHECK_FAILED,
                    STEP_FAILED,
                    INPUT_REJECTED,
                    UNREACHABLE,
                    DENIED,
                    LOCKED,
                    CONFIGURATION,
                    PIPE_CLOSED -> FixState.FAILED;
        };
    }

    private List<Step> steps(FixPlan plan, Binding binding) {
        boolean kept = plan.script().header().images() != Header.Images.NONE;
        Manner manner = new Manner(Spelling.of(run.session().dialect()), kept ? images() : "");
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < plan.steps().size(); at++) {
            steps.add(Step.of(at + 1, plan.steps().get(at), plan.script().file(), binding, manner));
        }
        return steps;
    }

    /** Counts what is left before the first write, and returns whether it did: only where there is a limit. */
    private boolean requireAllowed(Going going, FixRow fix, List<Sql> counts) {
        Limits limits = going.limits();
        if (limits.most().isEmpty()
                && !(limits.atLeast() && limits.expect().least().isPresent())) {
            return false;
        }
        // What others do while it counts is left out of the upper limit, which each batch asks again, and is twice in
        // the lower one: nobody is stopped for rows that are not there.
        long before = store.counts(fix).changed();
        long wrong = 0;
        for (Sql count : counts) {
            wrong += run.session().list(count, row -> row.number(1)).get(0);
        }
        going.ahead(wrong, true);
        going.requireAhead(before, wrong);
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
        return true;
    }

    /** Somebody watches: how much it will be is worth a moment. */
    private void look(Going going, List<Step> steps, Material material) {
        List<Counted> counted = steps.stream()
                .map(step -> new Trial(run.session(), step.number(), step.plan(), material).count(LOOKING))
                .toList();
        going.ahead(
                counted.stream().mapToLong(Counted::rows).sum(),
                counted.stream().allMatch(Counted::exact));
    }

    /** Walks and sweeps; empty when nothing wrong is left. */
    private Optional<Ended> walk(Going going, FixRow fix, Step step) {
        Parts parts = new Parts(store, fix, step.number());
        parts.begin(() -> stretches().ofKeys(step));
        int sweeps = 0;
        while (true) {
            if (!new Crew(going, hands).walk(parts, (own, part) -> new Walker(own, fix, step, part).walk())) {
                return Optional.of(over(fix));
            }
            Turn turn = new Turns(going, hands).after(parts);
            if (turn == Turn.OVER) {
                return Optional.of(over(fix));
            }
            if (turn == Turn.NEXT) {
                return Optional.empty();
            }
            if (turn == Turn.LEAD) {
                long left = step.left(run.session(), going.rejected(step));
                if (left == 0) {
                    return Optional.empty();
                }
                if (sweeps++ >= SWEEPS) {
                    throw appearing(fix, step, left);
                }
                parts.add(stretches().whole(step));
            }
        }
    }

    private static OneoffException appearing(FixRow fix, Step step, long left) {
        return new OneoffException(
                FailureKind.STOPPED,
                "Fix " + fix.id() + ", statement " + step.number() + ": rows keep appearing; after " + SWEEPS
                        + " sweeps " + Verifying.many(left) + " wrong.",
                "Find out who writes them, then run: oneoff datafix apply " + fix.id());
    }

    /** Returns how a run ends whose fix is not running any more: other processes that share it may have ended it. */
    public Ended over(FixRow fix) {
        FixState now = store.latest(fix.id()).map(FixRow::state).orElse(FixState.FAILED);
        return now == FixState.SUCCEEDED && hands.shared() ? new Ended(now, Optional.empty(), false) : lost(fix);
    }

    /** Returns how a run ends whose fix somebody else has moved. */
    private Ended lost(FixRow fix) {
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
