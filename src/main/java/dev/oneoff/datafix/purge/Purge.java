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
 * Deletes old values, keys of worklists, rows of files, rows set aside and conflicts of fixes and imports that have been over since a
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
        return of((kept, first) -> fix -> count(kept, fix));
    }

    /**
     * Deletes, of those that were over first at first.
     *
     * @param goingOn asked before each batch
     */
    public Purged run(BooleanSupplier goingOn) {
        return of((kept, first) -> fix -> delete(kept, fix, first, goingOn));
    }

    /** What is done to what one fix or import has in a table, at first so many rows at once. */
    private interface Doing {

        ToLongFunction<Fix> to(PurgeSql.Kept kept, int first);
    }

    private Purged of(Doing doing) {
        Set<Fix> fixes = new HashSet<>();
        Set<Fix> imports = new HashSet<>();
        // An image may have 8 MiB, a key has a few bytes.
        long images = each(PurgeSql.IMAGES, fixes, doing.to(PurgeSql.IMAGES, 20))
                + each(PurgeSql.IMPORT_IMAGES, imports, doing.to(PurgeSql.IMPORT_IMAGES, 20));
        long work = each(PurgeSql.WORK, fixes, doing.to(PurgeSql.WORK, 1_000));
        long rejects = each(PurgeSql.REJECTS, fixes, doing.to(PurgeSql.REJECTS, 1_000));
        long conflicts = each(PurgeSql.CONFLICTS, fixes, doing.to(PurgeSql.CONFLICTS, 1_000))
                + each(PurgeSql.IMPORT_CONFLICTS, imports, doing.to(PurgeSql.IMPORT_CONFLICTS, 1_000));
        return new Purged(fixes.size(), imports.size(), images, work, rejects, conflicts);
    }

    private long each(PurgeSql.Kept kept, Set<Fix> having, ToLongFunction<Fix> what) {
        List<Fix> fixes = session.listIfThere(
                        sql(kept.having()).with("before", before), row -> new Fix(row.text(1), (int) row.number(2)))
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
            int deleted = session.inTransaction(() -> held(kept, fix) ? session.update(delete) : 0);
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

    private boolean held(PurgeSql.Kept kept, Fix fix) {
        return !session.list(of(kept.hold(), fix).with("before", before), row -> row.number(1))
                .isEmpty();
    }

    private Sql of(String statement, Fix fix) {
        return sql(statement).with("id", fix.id()).with("generation", fix.generation());
    }

    private Sql sql(String statement) {
        return Sql.of(ledger.named(statement));
    }
}
