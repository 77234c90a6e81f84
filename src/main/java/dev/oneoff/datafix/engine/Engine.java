package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.script.Section;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a fix that is held by this process from where it stands to its end. */
public final class Engine {

    private static final int SWEEPS = 2;

    private final RunContext run;
    private final FixStore store;
    private final Surroundings surroundings;

    /** Makes an engine that works on the run's session. */
    public Engine(RunContext run, FixStore store, Surroundings surroundings) {
        this.run = run;
        this.store = store;
        this.surroundings = surroundings;
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

    /** Walks all steps, sweeps, verifies; the caller writes the state down. */
    public Ended run(FixRow fix, FixPlan plan, Limits limits) {
        Going going = new Going(run, store, fix, limits, surroundings);
        List<Step> steps = steps(fix, plan);
        try {
            requireAllowed(going, steps, fix);
            for (Step step : steps) {
                Optional<Ended> ended = walk(going, fix, step);
                if (ended.isPresent()) {
                    return ended.get();
                }
            }
            return verified(going, fix, plan, steps);
        } catch (OneoffException e) {
            Failure failure = run.cancellation().failure().orElse(e.failure());
            boolean ours = Failures.of(e) == Failures.FINAL && failure.kind() != FailureKind.DENIED;
            return new Ended(stateAfter(failure.kind()), Optional.of(ours ? failure : again(failure, fix)));
        }
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

    private List<Step> steps(FixRow fix, FixPlan plan) {
        boolean kept = plan.script().header().images() != Header.Images.NONE;
        String images = kept ? new Ledger(run.session(), run.clock()).named("%1$soneoff_image") : "";
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < plan.steps().size(); at++) {
            steps.add(Step.of(at + 1, plan.steps().get(at), plan.script().file(), fix.beganAt(), images));
        }
        return steps;
    }

    /** Counts what is left before the first write, where there is a limit. */
    private void requireAllowed(Going going, List<Step> steps, FixRow fix) {
        Limits limits = going.limits();
        if (limits.most().isEmpty()
                && !(limits.atLeast() && limits.expect().least().isPresent())) {
            return;
        }
        long wrong = 0;
        for (Step step : steps) {
            wrong += run.session()
                    .list(step.sql().countWrong(Long.MAX_VALUE, List.of()), row -> row.number(1))
                    .get(0);
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
            long left = left(step, rejected(fix, step, rejected));
            if (left == 0) {
                return Optional.empty();
            }
            if (sweeps++ >= SWEEPS) {
                throw new OneoffException(
                        FailureKind.STOPPED,
                        "Fix " + fix.id() + ", statement " + step.number() + ": rows keep appearing; after " + SWEEPS
                                + " sweeps " + many(left) + " wrong.",
                        "Find out who writes them, then run: oneoff datafix apply " + fix.id());
            }
        }
    }

    private List<List<String>> rejected(FixRow fix, Step step, List<List<String>> known) {
        return known.isEmpty()
                ? store.rejects(fix).stream()
                        .filter(reject -> reject.step() == step.number())
                        .map(reject -> reject.key())
                        .toList()
                : known;
    }

    /** Returns the part of that number, held by this run; makes it when it is the first time. */
    private Chunk chunk(FixRow fix, Step step, int number) {
        Optional<Chunk> found = find(fix, step, number);
        if (found.isEmpty()) {
            Optional<String> last =
                    run
                            .session()
                            .list(
                                    step.sql().lastKey(),
                                    row -> row.texts(step.sql().keys().size()))
                            .stream()
                            .findFirst()
                            .map(Texts::join);
            store.addChunk(fix, step.number(), number, last);
            found = find(fix, step, number);
        }
        Chunk chunk = found.orElseThrow();
        if (chunk.done()) {
            return chunk;
        }
        store.claim(fix, chunk, run.id());
        return find(fix, step, number).orElseThrow();
    }

    private Optional<Chunk> find(FixRow fix, Step step, int number) {
        return store.chunks(fix).stream()
                .filter(chunk -> chunk.step() == step.number() && chunk.number() == number)
                .findFirst();
    }

    private long left(Step step, List<List<String>> rejected) {
        return run.session()
                .list(step.sql().countWrong(Long.MAX_VALUE, rejected), row -> row.number(1))
                .get(0);
    }

    private static String many(long left) {
        return left == 1 ? "1 row is" : "%,d rows are".formatted(left);
    }

    private Ended verified(Going going, FixRow fix, FixPlan plan, List<Step> steps) {
        // A single statement was counted at the end of its walk.
        for (Step step : steps.size() > 1 ? steps : List.<Step>of()) {
            long left = left(step, rejected(fix, step, List.of()));
            if (left > 0) {
                return incomplete(
                        "Fix " + fix.id() + ": after the last statement " + many(left) + " wrong by statement "
                                + step.number() + " again.",
                        "Two statements undo each other, or somebody writes such rows. Look, then run: oneoff datafix apply "
                                + fix.id());
            }
        }
        Optional<String> found = plan.script()
                .statement(Section.Kind.VERIFY)
                .flatMap(select -> run
                        .session()
                        .list(
                                Sql.positional(
                                        "SELECT oneoff_found::text FROM ("
                                                + new Binding(fix.beganAt())
                                                        .bind(select)
                                                        .text() + "\n) AS oneoff_found LIMIT 1",
                                        List.of()),
                                row -> row.text(1))
                        .stream()
                        .findFirst());
        if (found.isPresent()) {
            return incomplete(
                    "Fix " + fix.id() + " is through, but its verify query finds: " + found.get(),
                    "To take it back: oneoff datafix revert " + fix.id());
        }
        if (going.rejects() > 0) {
            return incomplete(
                    "Fix " + fix.id() + " is through, but for " + going.rejects() + " rows that were set aside.",
                    "Look at them: oneoff datafix show " + fix.id()
                            + ". Mend them and run it again: they are tried again.");
        }
        return new Ended(FixState.SUCCEEDED, Optional.empty());
    }

    private static Ended incomplete(String what, String next) {
        return new Ended(FixState.INCOMPLETE, Optional.of(new Failure(FailureKind.STOPPED, what, next)));
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
