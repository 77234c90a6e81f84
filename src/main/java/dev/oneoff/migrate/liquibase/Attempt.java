package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Sql;
import dev.oneoff.ledger.StepRow;
import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.migrate.Step;
import dev.oneoff.run.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One try of one changeset, and its row in the ledger. */
final class Attempt {

    private final RunContext run;
    private final int position;
    private final ChangesetId id;
    private final Instant begin;
    private boolean announced;
    private boolean noted;

    Attempt(RunContext run, int position, ChangesetId id) {
        this.run = run;
        this.position = position;
        this.id = id;
        this.begin = run.clock().instant();
    }

    ChangesetId id() {
        return id;
    }

    /** Writes down that it begins: for one that is not undone by a rollback. The caller commits. */
    void announce() {
        run.ledger().insert(run.id(), row("started", false, 0, ""));
        announced = true;
    }

    /**
     * Writes down, in whatever transaction is open, that a statement is about to commit it: killed there, it is known how
     * far it came.
     */
    void committing(List<String> before, String next) {
        // After SET ROLE nothing more may be written here.
        String onward = next.strip().regionMatches(true, 0, "SET ", 0, 4) ? " and what follows it" : "";
        String done = before.isEmpty() ? "" : "Done: " + EngineErrors.firstLines(before) + ". ";
        run.ledger()
                .finish(
                        run.id(),
                        row(
                                "started",
                                false,
                                0,
                                done + "Perhaps done: " + EngineErrors.firstLines(List.of(next)) + onward + "."));
        noted = true;
    }

    /** Says whether the next run will find how far it came, and stop for it. */
    boolean noted() {
        return noted;
    }

    /** Writes down how it ended, in whatever transaction is open. */
    Step end(Step.State state, long rows, String detail) {
        Ending ending = ending(state, rows, detail);
        run.session().update(ending.sql());
        return ending.step();
    }

    /** Returns how it ended, not written down yet. */
    Ending ending(Step.State state, long rows, String detail) {
        StepRow row = row(state.label(), true, rows, detail);
        Sql sql =
                announced ? run.ledger().finishing(run.id(), row) : run.ledger().inserting(run.id(), row);
        return new Ending(sql, new Step(id, state, took(), rows, detail));
    }

    /**
     * How a try ended.
     *
     * @param sql writes it into the ledger
     */
    record Ending(Sql sql, Step step) {}

    /** Leaves it as begun, when nobody knows what it has left behind: the next run is to say so. */
    Step leave(String detail) {
        return new Step(id, Step.State.FAILED, took(), 0, detail);
    }

    Duration took() {
        return Duration.between(begin, run.clock().instant());
    }

    private StepRow row(String state, boolean ended, long rows, String detail) {
        return new StepRow(
                position,
                id.toString(),
                state,
                begin,
                ended ? run.clock().instant() : null,
                ended ? rows : null,
                detail.isEmpty() ? null : detail);
    }
}
