package dev.oneoff.datafix.purge;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/**
 * Deletes old values, keys of worklists, rows of files, rows set aside and conflicts of fixes that have been over since a
 * moment, of each fix all or, when it is stopped, as many as it came to. In short transactions, each of which holds the fix
 * where it is: a revert either finds all of it or begins afterwards. For one thread.
 */
public final class Purge {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofMillis(600);
    private static final int MOST = 10_000;

    private final Session session;
    private final Ledger ledger;
    private final Clock clock;
    private final Instant before;

    /**
     * Makes it.
     *
     * @param before a fix that was over then has kept its values for long enough
     */
    public Purge(Session session, Clock clock, Instant before) {
        this.session = session;
        this.clock = clock;
        this.ledger = new Ledger(session, clock);
        this.before = before;
    }

    private record Fix(String id, int generation) {}

    /** Counts what would be deleted; writes nothing. */
    public Purged ahead() {
        Set<Fix> having = new HashSet<>();
        long images = each(PurgeSql.IMAGES, having, fix -> count(PurgeSql.IMAGES, fix));
        long work = each(PurgeSql.WORK, having, fix -> count(PurgeSql.WORK, fix));
        long rejects = each(PurgeSql.REJECTS, having, fix -> count(PurgeSql.REJECTS, fix));
        long conflicts = each(PurgeSql.CONFLICTS, having, fix -> count(PurgeSql.CONFLICTS, fix));
        return new Purged(having.size(), images, work, rejects, conflicts);
    }

    /**
     * Deletes, of those that were over first at first.
     *
     * @param goingOn asked before each batch
     */
    public Purged run(BooleanSupplier goingOn) {
        Set<Fix> having = new HashSet<>();
        // An image may have 8 MiB, a key has a few bytes.
        long images = each(PurgeSql.IMAGES, having, fix -> delete(PurgeSql.IMAGES, fix, 20, goingOn));
        long work = each(PurgeSql.WORK, having, fix -> delete(PurgeSql.WORK, fix, 1_000, goingOn));
        long rejects = each(PurgeSql.REJECTS, having, fix -> delete(PurgeSql.REJECTS, fix, 1_000, goingOn));
        long conflicts = each(PurgeSql.CONFLICTS, having, fix -> delete(PurgeSql.CONFLICTS, fix, 1_000, goingOn));
        return new Purged(having.size(), images, work, rejects, conflicts);
    }

    private long each(PurgeSql.Kept kept, Set<Fix> having, ToLongFunction<Fix> what) {
        List<Fix> fixes = session.listIfThere(
                        sql(kept.fixes()).with("before", before), row -> new Fix(row.text(1), (int) row.number(2)))
                .orElse(List.of());
        long sum = 0;
        for (Fix fix : fixes) {
            long rows = what.applyAsLong(fix);
            sum += rows;
            if (rows > 0) {
                having.add(fix);
            }
        }
        return sum;
    }

    private long count(PurgeSql.Kept kept, Fix fix) {
        return session.list(of(kept.count(), fix), row -> row.number(1)).get(0);
    }

    private long delete(PurgeSql.Kept kept, Fix fix, int first, BooleanSupplier goingOn) {
        long sum = 0;
        int limit = first;
        while (goingOn.getAsBoolean()) {
            Sql delete = of(kept.delete(), fix).with("limit", limit);
            Instant begin = clock.instant();
            int deleted = session.inTransaction(() -> held(fix) ? session.update(delete) : 0);
            sum += deleted;
            if (deleted < limit) {
                break;
            }
            limit = next(limit, Duration.between(begin, clock.instant()));
        }
        return sum;
    }

    private static int next(int limit, Duration took) {
        if (took.compareTo(LONG) > 0) {
            return Math.max(1, limit / 2);
        }
        return took.compareTo(SHORT) < 0 ? Math.min(MOST, limit * 2) : limit;
    }

    private boolean held(Fix fix) {
        return !session.list(of(PurgeSql.HOLD, fix).with("before", before), row -> row.number(1))
                .isEmpty();
    }

    private Sql of(String statement, Fix fix) {
        return sql(statement).with("id", fix.id()).with("generation", fix.generation());
    }

    private Sql sql(String statement) {
        return Sql.of(ledger.named(statement));
    }
}
