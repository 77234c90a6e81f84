package dev.oneoff.datafix.store;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where fixes stand. Reading does not mind when the tables are not there; whoever writes has prepared the ledger. Writes
 * happen in whatever transaction the session is in. For one thread.
 */
public final class FixStore {

    private final Session session;
    private final Ledger ledger;
    private final Clock clock;
    // No session of another process can be frozen, nor at work: the file is open here.
    private final boolean embedded;

    /** Makes the store of a session's schema. */
    public FixStore(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
        this.embedded = session.dialect().embedded();
        this.ledger = new Ledger(session, clock);
    }

    /** Returns the latest generation of every fix that was ever begun, by id. */
    public List<FixRow> latest() {
        return session.listIfThere(sql(FixSql.LATEST), FixStore::fix).orElse(List.of());
    }

    /** Returns the latest generation of one fix. */
    public Optional<FixRow> latest(String id) {
        return session.listIfThere(sql(FixSql.LATEST_OF).with("id", id), FixStore::fix)
                .flatMap(found -> found.stream().findFirst());
    }

    /** Writes a fix that begins. */
    public void begin(FixRow fix, List<StepRow> steps) {
        session.update(sql(FixSql.INSERT)
                .with("id", fix.id())
                .with("generation", fix.generation())
                .with("checksum", fix.checksum())
                .with("script", fix.script())
                .with("why", fix.why())
                .with("state", fix.state().label())
                .with("began", fix.beganAt())
                .with("at", fix.changedAt())
                .with("run", fix.runId()));
        for (StepRow step : steps) {
            session.update(of(FixSql.INSERT_STEP, fix)
                    .with("step", step.number())
                    .with("form", step.form())
                    .with("target", step.target())
                    .with("keys", Texts.join(step.keyColumns()))
                    .with("columns", Texts.join(step.columns())));
        }
    }

    /**
     * Moves a fix to another state.
     *
     * @param run the run that moves it
     * @return false when it was somewhere else meanwhile, or another run has moved it
     */
    public boolean move(FixRow fix, FixState to, String run, @Nullable String reason) {
        if (!fix.state().next().contains(to)) {
            throw new IllegalStateException("a fix does not go from " + fix.state() + " to " + to);
        }
        return session.update(of(FixSql.MOVE, fix)
                        .with("state", to.label())
                        .with("from", fix.state().label())
                        .with("holder", fix.runId())
                        .with("run", run)
                        .with("reason", reason)
                        .with("at", clock.instant()))
                == 1;
    }

    /** Says why a fix that a run is at work on gets on slowly, or not at all; null when that is over. */
    public void because(FixRow fix, String run, @Nullable String reason) {
        session.update(of(FixSql.BECAUSE, fix).with("run", run).with("reason", reason));
    }

    /** Returns the SELECT of the latest moment until which the parts of a fix are held; it moves with every batch. */
    public Sql heartbeat(FixRow fix) {
        return of(FixSql.HEARTBEAT, fix);
    }

    /** Returns the steps of a fix in order. */
    public List<StepRow> steps(FixRow fix) {
        return session.list(
                of(FixSql.STEPS, fix),
                row -> new StepRow(
                        (int) row.number(1),
                        row.text(2),
                        row.text(3),
                        Texts.split(row.text(4)),
                        Texts.split(row.text(5))));
    }

    /** Runs work in one transaction, and returns what it finds. */
    public <T> T inOne(Supplier<T> work) {
        return session.inTransaction(work);
    }

    /** Runs work in one transaction. */
    public void together(Runnable work) {
        session.inTransaction(() -> {
            work.run();
            return true;
        });
    }

    /** Makes others wait who want to add parts, until the transaction ends. */
    public void lock(FixRow fix) {
        session.list(of(FixSql.LOCK, fix), row -> row.number(1));
    }

    /**
     * Adds a part to walk along.
     *
     * @param after the key before its first; empty from the beginning
     * @param last its last key; empty for a table without rows
     */
    public void addChunk(FixRow fix, int step, int number, Optional<String> after, Optional<String> last) {
        session.update(of(FixSql.INSERT_CHUNK, fix)
                .with("step", step)
                .with("chunk", number)
                .with("reached", after.orElse(null))
                .with("last", last.orElse(null)));
    }

    /** Returns the parts in order. */
    public List<Chunk> chunks(FixRow fix) {
        return session.list(
                of(FixSql.CHUNKS, fix),
                row -> new Chunk(
                        (int) row.number(1),
                        (int) row.number(2),
                        row.flag(3),
                        row.number(4),
                        Optional.ofNullable(row.textOrNull(5)),
                        Optional.ofNullable(row.textOrNull(6)),
                        row.number(7)));
    }

    /** Takes a part over, whoever had it: what he writes from here on does not count any more. */
    public void claim(FixRow fix, Chunk chunk, String run) {
        session.update(
                part(embedded ? EmbeddedFixSql.CLAIM : FixSql.CLAIM, fix, chunk).with("run", run));
    }

    /**
     * Takes the first part of a step over that is not done and that nobody is at work on; empty when there is none. What
     * whoever had it writes from here on does not count any more.
     */
    public Optional<Chunk> claimNext(FixRow fix, int step, String holder) {
        if (embedded) {
            Optional<Chunk> next = chunks(fix).stream()
                    .filter(chunk -> chunk.step() == step && !chunk.done())
                    .findFirst();
            next.ifPresent(chunk -> claim(fix, chunk, holder));
            return next.flatMap(chunk -> find(fix, step, chunk.number()));
        }
        record Claimed(int number, long fence) {}
        return session
                .list(
                        of(FixSql.CLAIM_NEXT, fix).with("step", step).with("run", holder),
                        row -> new Claimed((int) row.number(1), row.number(2)))
                .stream()
                .findFirst()
                // Where somebody else has taken it over since, its fence is not ours to use.
                .flatMap(
                        claimed -> find(fix, step, claimed.number()).filter(chunk -> chunk.fence() == claimed.fence()));
    }

    private Optional<Chunk> find(FixRow fix, int step, int number) {
        return chunks(fix).stream()
                .filter(chunk -> chunk.step() == step && chunk.number() == number)
                .findFirst();
    }

    /** Says whether the process that holds the fix is frozen: its lease is over, and its session has been waiting for it. */
    public boolean frozen(FixRow fix) {
        return !embedded
                && !session.list(of(FixSql.FROZEN, fix), row -> row.text(1)).isEmpty();
    }

    /** Says whether another run with a session of its own holds a lease that is not over. */
    public boolean held(FixRow fix, String run) {
        return !embedded
                && !session.list(of(FixSql.ALIVE, fix).with("run", run), row -> row.text(1))
                        .isEmpty();
    }

    /** Gives up the leases of a run. */
    public void release(FixRow fix, String run) {
        session.update(of(FixSql.RELEASE, fix).with("run", run));
    }

    /** Gives up all leases of a fix: its parts are not walked any more. */
    public void releaseAll(FixRow fix) {
        session.update(of(FixSql.RELEASE_ALL, fix));
    }

    /**
     * Writes how far a part is, inside the transaction whose rows it counts.
     *
     * @param step what was done since
     * @return false when the fix is not running any more, or somebody else has the part: then nothing may be committed
     */
    public boolean advance(FixRow fix, Chunk chunk, Advance step) {
        if (embedded
                && session.list(of(EmbeddedFixSql.GOING, fix), row -> row.number(1))
                        .isEmpty()) {
            return false;
        }
        return session.update(part(embedded ? EmbeddedFixSql.ADVANCE : FixSql.ADVANCE, fix, chunk)
                        .with("fence", chunk.fence())
                        .with("reached", step.reached().orElse(null))
                        .with("done", step.done())
                        .with("changed", step.changed())
                        .with("unchanged", step.unchanged())
                        .with("batches", step.batches()))
                == 1;
    }

    /** Sets a row aside. */
    public void reject(FixRow fix, Reject reject) {
        session.update(of(FixSql.REJECT, fix)
                .with("step", reject.step())
                .with("key", Texts.join(reject.key()))
                .with("sqlState", reject.sqlState())
                .with("message", reject.message())
                .with("at", clock.instant()));
    }

    /** Forgets which rows were set aside, so that they are tried again. */
    public void forgetRejects(FixRow fix) {
        session.update(of(FixSql.FORGET_REJECTS, fix));
    }

    /** Returns the rows that were set aside. */
    public List<Reject> rejects(FixRow fix) {
        return session.list(
                of(FixSql.REJECTS, fix),
                row -> new Reject((int) row.number(1), Texts.split(row.text(2)), row.text(3), row.text(4)));
    }

    /**
     * Returns what a revert left as it is.
     *
     * @param limit how many of them at most; all are counted
     */
    public Conflicts conflicts(FixRow fix, int limit) {
        long total = session.listIfThere(of(FixSql.COUNT_CONFLICTS, fix), row -> row.number(1))
                .map(counts -> counts.get(0))
                .orElse(0L);
        if (total == 0) {
            return Conflicts.NONE;
        }
        return new Conflicts(
                total,
                session.list(
                        of(FixSql.CONFLICTS, fix).with("limit", limit),
                        row -> new Conflict(
                                (int) row.number(1),
                                Texts.split(row.text(2)),
                                Optional.ofNullable(row.textOrNull(3)),
                                row.text(4),
                                Optional.ofNullable(row.textOrNull(5)))));
    }

    /** Returns what came of the rows so far. */
    public Counts counts(FixRow fix) {
        return session.list(
                        of(FixSql.COUNTS, fix),
                        row -> new Counts(row.number(1), row.number(2), row.number(4), row.number(3)))
                .get(0);
    }

    private static FixRow fix(Row row) {
        Instant began = row.instant(7);
        return new FixRow(
                row.text(1),
                (int) row.number(2),
                row.text(3),
                row.text(4),
                row.text(5),
                FixState.of(row.text(6)),
                began,
                row.instant(8),
                row.text(9),
                Optional.ofNullable(row.textOrNull(10)));
    }

    private Sql part(String statement, FixRow fix, Chunk chunk) {
        return of(statement, fix).with("step", chunk.step()).with("chunk", chunk.number());
    }

    private Sql of(String statement, FixRow fix) {
        return sql(statement).with("id", fix.id()).with("generation", fix.generation());
    }

    private Sql sql(String statement) {
        return Sql.of(ledger.named(statement));
    }
}
