package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts the keys that code would be called with, in a transaction that only reads. On PostgreSQL. */
public final class KeyTrial {

    private static final String CANCELLED = "57014";

    private final Session session;
    private final Given keys;

    /** Prepares it. */
    public KeyTrial(Session session, Material material) {
        this.session = session;
        this.keys = material.all().orElseThrow().get();
    }

    /** Counts them, or has the planner guess where that takes longer than the limit. */
    public Counted count(Duration limit) {
        Sql count = Calling.counting(keys);
        try {
            return new Counted(
                    reading(
                            limit,
                            () -> session.list(count, row -> row.number(1)).get(0)),
                    true);
        } catch (OneoffException e) {
            if (!Failures.sqlState(e.failure()).equals(CANCELLED)) {
                throw e;
            }
            return new Counted(
                    reading(
                            limit,
                            () -> Access.rows(
                                    session.list(TrialSql.explained(Calling.keys(keys)), row -> row.written(1)))),
                    false);
        }
    }

    private long reading(Duration limit, LongSupplier work) {
        return session.inTransaction(
                () -> {
                    session.execute("SET TRANSACTION READ ONLY");
                    session.execute("SET LOCAL statement_timeout = " + limit.toMillis());
                    session.execute("SET LOCAL row_security = off");
                    return work.getAsLong();
                },
                rows -> false);
    }
}
