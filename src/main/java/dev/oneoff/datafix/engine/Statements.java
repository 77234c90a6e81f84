package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Expected;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every statement of a fix, in order, for the items of a batch. */
record Statements(Work work, List<Step> steps) implements Doing {

    @Override
    public List<Sql> count(Given given) {
        return steps.stream().map(step -> step.sql().countGiven(given)).toList();
    }

    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Done items(Session session, List<WorkItem> items, Owned batch, Batch.Allowed allowed) {
        steps.get(0).sql().spelling().limit(session, items.size());
        Given given = Giving.of(session, work).items(items);
        long changed = 0;
        Set<Long> idle = items.stream().map(WorkItem::place).collect(Collectors.toSet());
        for (Step step : steps) {
            idle.retainAll(FileRows.of(session, step)
                    .map(rows -> rows.missing(given, items.size()).places())
                    .orElse(List.of()));
            changed += changed(session, step, given, batch);
        }
        // At the end: it may make other sessions wait, which must not wait for rows of ours.
        allowed.check(changed);
        steps.get(0).sql().spelling().settle(session);
        return new Done(changed, idle.size());
    }

    private static long changed(Session session, Step step, Given given, Owned batch) {
        int parts = step.sql().keys().size();
        List<List<String>> keys =
                List.copyOf(new LinkedHashSet<>(session.list(step.sql().lockGiven(given), row -> row.texts(parts))));
        if (keys.isEmpty()) {
            return 0;
        }
        FileRows.of(session, step).ifPresent(rows -> requireExpected(rows, given));
        Changed changed = step.changing().change(session, Optional.of(given), keys, batch.owner(step.number()));
        changed.failure("Fix " + batch.fix().id() + ", statement " + step.number() + ": ")
                .ifPresent(failure -> {
                    throw new OneoffException(failure);
                });
        return changed.done();
    }

    private static void requireExpected(FileRows rows, Given given) {
        for (Expected expected : rows.joined().expected()) {
            FileRows.Places other = rows.unexpected(given, expected, 1);
            if (other.count() > 0) {
                throw new OneoffException(new Failure(
                                FailureKind.STEP_FAILED,
                                expected.column().name().name() + " is not what row " + other.said()
                                        + " of the file expects",
                                "Look at the row.")
                        .with("sqlState", Failures.UNEXPECTED));
            }
        }
    }
}
