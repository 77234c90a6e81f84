package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.Expected;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.Advance;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Texts;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** One short transaction of a worklist: every statement, in order, for the next keys; then the cursor, which marks them done. */
final class WorkBatch {

    private final Session session;
    private final FixStore store;
    private final FixRow fix;
    private final Giving giving;
    private final List<Step> steps;

    WorkBatch(Session session, FixStore store, FixRow fix, Work work, List<Step> steps) {
        this.session = session;
        this.store = store;
        this.fix = fix;
        this.giving = Giving.of(session, work);
        this.steps = steps;
    }

    /**
     * Runs it.
     *
     * @param end whether no items are left after these
     * @return how many rows were changed; empty when the fix was stopped, or another process has taken the part over: then
     *     nothing is left of it
     * @throws OneoffException for what ends the run, or what the database refused; nothing is left then
     */
    OptionalLong run(Chunk chunk, List<WorkItem> items, boolean end, Batch.Allowed allowed) {
        return session.inTransaction(
                () -> {
                    long changed = changed(chunk, items, allowed);
                    String reached = Long.toString(items.get(items.size() - 1).place());
                    Advance step = new Advance(Optional.of(Texts.join(List.of(reached))), end, changed, 0, 1);
                    return advanced(chunk, step, changed);
                },
                OptionalLong::isPresent);
    }

    /**
     * Runs it for one item that was set aside, after all others are done.
     *
     * @param accept takes it back, inside the transaction; says whether it was set aside still
     */
    OptionalLong again(Chunk chunk, WorkItem item, Batch.Allowed allowed, BooleanSupplier accept) {
        return session.inTransaction(
                () -> {
                    if (!accept.getAsBoolean()) {
                        // Another process has done it since.
                        return OptionalLong.of(0);
                    }
                    long changed = changed(chunk, List.of(item), allowed);
                    return advanced(chunk, new Advance(chunk.reached(), true, changed, 0, 1), changed);
                },
                OptionalLong::isPresent);
    }

    private OptionalLong advanced(Chunk chunk, Advance step, long changed) {
        return store.advance(fix, chunk, step) ? OptionalLong.of(changed) : OptionalLong.empty();
    }

    private long changed(Chunk chunk, List<WorkItem> items, Batch.Allowed allowed) {
        steps.get(0).sql().spelling().limit(session, items.size());
        Given given = giving.items(items);
        long changed = 0;
        for (Step step : steps) {
            changed += changed(chunk, step, given);
        }
        // At the end: it may make other sessions wait, which must not wait for rows of ours.
        allowed.check(changed);
        steps.get(0).sql().spelling().settle(session);
        return changed;
    }

    private long changed(Chunk chunk, Step step, Given given) {
        int parts = step.sql().keys().size();
        List<List<String>> keys =
                List.copyOf(new LinkedHashSet<>(session.list(step.sql().lockGiven(given), row -> row.texts(parts))));
        if (keys.isEmpty()) {
            return 0;
        }
        step.plan().expected().forEach(expected -> requireExpected(step, given, expected));
        ApplySql.Owner owner =
                new ApplySql.Owner(fix.id(), fix.generation(), step.number(), chunk.number(), chunk.batches() + 1);
        Changed changed = step.changing().change(session, Optional.of(given), keys, owner);
        changed.failure("Fix " + fix.id() + ", statement " + step.number() + ": ")
                .ifPresent(failure -> {
                    throw new OneoffException(failure);
                });
        return changed.done();
    }

    private void requireExpected(Step step, Given given, Expected expected) {
        session.list(step.sql().unexpected(given, expected), row -> row.number(1)).stream()
                .findFirst()
                .ifPresent(place -> {
                    throw new OneoffException(new Failure(
                                    FailureKind.STEP_FAILED,
                                    expected.column().name().name() + " is not what row " + place
                                            + " of the file expects",
                                    "Look at the row.")
                            .with("sqlState", Failures.UNEXPECTED));
                });
    }
}
