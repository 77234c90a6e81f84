package dev.oneoff.datafix;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.Choice.Chosen;
import dev.oneoff.datafix.engine.Invariant;
import dev.oneoff.datafix.engine.Material;
import dev.oneoff.datafix.engine.RowsOnce;
import dev.oneoff.datafix.engine.Worklist;
import dev.oneoff.datafix.plan.FixPlan;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Section.Kind;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.datafix.store.Input;
import dev.oneoff.datafix.store.WorkStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.RunContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Begins a fix, or goes on with one, or finds out what it would begin with. */
record Starting(Session session, Clock clock, Path app) {

    /**
     * Returns the fix's row, which says from here on that it is running.
     *
     * @param params what the operator gives now
     */
    FixRow start(RunContext run, Chosen fix, FixPlan plan, Map<String, String> params) {
        Optional<FixRow> row = new FixStore(session, clock)
                .latest(fix.script().id())
                .filter(found -> found.generation() == fix.generation());
        if (row.isPresent()) {
            requireNotPausedSince(fix, row.get());
            return goOn(run, row.get(), plan, params);
        }
        return begin(run, fix, plan, params);
    }

    /** Whoever was waiting for its turn when it was paused was meant, too. */
    private static void requireNotPausedSince(Chosen fix, FixRow now) {
        boolean knew = fix.row().filter(row -> row.state() == FixState.PAUSED).isPresent();
        if (now.state() == FixState.PAUSED && !knew) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "Fix " + now.id() + " was paused while this run was starting.",
                    "Nothing was changed now. To go on with it: oneoff datafix apply " + now.id());
        }
    }

    /** The same for one of several processes that share the fix: it joins those that are at work, or have ended it by now. */
    FixRow join(RunContext run, Chosen fix, FixPlan plan, Map<String, String> params, Held held) {
        Optional<FixRow> running = new FixStore(session, clock)
                .latest(plan.script().id())
                .filter(row -> row.generation() == fix.generation()
                        && row.checksum().equals(plan.script().checksum()))
                .filter(row -> row.state() == FixState.SUCCEEDED || (row.state() == FixState.RUNNING && held.others()));
        if (running.isEmpty()) {
            return start(run, fix, plan, params);
        }
        new Params(plan.script(), params)
                .requireSame(work(running.get()).input().params());
        return running.get();
    }

    /** Returns what a dry run tries a fix with. Writes nothing. */
    Material material(FixPlan plan, Optional<FixRow> begun, Instant began, Map<String, String> given) {
        FixScript script = plan.script();
        Params params = new Params(script, given);
        Map<String, String> values = begun.map(
                        row -> params.requireSame(work(row).input().params()))
                .orElseGet(() -> params.values(session));
        Binding binding = plan.binding(began, values);
        if (plan.work().isEmpty()) {
            return Material.plain(script, binding);
        }
        return begun.map(row -> Material.left(session, plan, binding, work(row)))
                .orElseGet(() -> Material.first(
                        session,
                        plan,
                        binding,
                        rows(plan).map(RowsFiles.Read::items).orElse(List.of())));
    }

    private FixRow goOn(RunContext run, FixRow row, FixPlan plan, Map<String, String> params) {
        FixStore store = new FixStore(session, clock);
        new Params(plan.script(), params).requireSame(work(row).input().params());
        return session.inTransaction(() -> {
            if (!row.checksum().equals(plan.script().checksum())
                    || !row.state().unfinished()
                    || !store.move(row, FixState.RUNNING, run.id(), null)) {
                throw new OneoffException(
                        FailureKind.REFUSED,
                        "Fix " + row.id() + " is " + row.state().label() + " by now: another run was here.",
                        "See where it stands: oneoff datafix show " + row.id());
            }
            if (plan.work().isEmpty()) {
                // They are found again: their rows are still wrong. The items of a worklist are not.
                store.forgetRejects(row);
            }
            return store.latest(row.id()).orElseThrow();
        });
    }

    /** What is chosen once is chosen in the transaction that begins the fix. */
    private FixRow begin(RunContext run, Chosen fix, FixPlan plan, Map<String, String> given) {
        FixScript script = plan.script();
        Map<String, String> params = new Params(script, given).values(session);
        FixRow row = Beginning.of(run, fix, plan);
        Binding binding = plan.binding(row.beganAt(), params);
        Optional<RowsFiles.Read> rows = rows(plan);
        if (!script.header().orderIndependent()) {
            rows.ifPresent(read -> new RowsOnce(session, plan, binding).require(read.items()));
        }
        return session.inTransaction(() -> {
            new FixStore(session, clock).begin(row, Beginning.steps(plan));
            Optional<String> checked =
                    script.statement(Kind.CHECK).map(check -> Invariant.read(session, binding, check));
            WorkStore items = work(row);
            items.begin(new Input(params, checked, rows.map(RowsFiles.Read::source)));
            rows.ifPresent(read -> items.add(read.items()));
            script.statement(Kind.FIND)
                    .ifPresent(
                            find -> new Worklist(session, items, plan.work().orElseThrow()).choose(row, binding, find));
            return row;
        });
    }

    private Optional<RowsFiles.Read> rows(FixPlan plan) {
        Optional<Work> work = plan.work().filter(given -> given.kind() == Work.Kind.ROWS);
        return work.map(given -> {
            RowsFiles.Read read = new RowsFiles(app, plan.script()).read(given);
            new RowsJudge(session, plan, given)
                    .require(read, plan.script().header().rows().orElseThrow().path());
            return read;
        });
    }

    private WorkStore work(FixRow row) {
        return new WorkStore(session, clock, row);
    }
}
