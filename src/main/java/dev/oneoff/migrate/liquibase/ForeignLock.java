package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Patience;
import dev.oneoff.lock.Pause;
import dev.oneoff.migrate.Tracking;
import dev.oneoff.run.RunContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import liquibase.database.AbstractJdbcDatabase;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.StandardLockService;

/**
 * The row of DATABASECHANGELOGLOCK, taken besides our own lock so that a plain Liquibase booting in the application waits
 * for us. A row with our mark, found while we hold our own lock, is a dead run's and taken over; anybody else's is waited
 * for. Works in autocommit.
 */
final class ForeignLock {

    private static final String OURS = "oneoff/";

    private static final String HOLDER =
            "coalesce(lockedby, 'somebody') || ', since ' || coalesce(cast(lockgranted AS VARCHAR), 'an unknown time')";

    private final Session session;
    private final String table;

    ForeignLock(Session session, Tracking tracking) {
        this.session = session;
        this.table = tracking.lock().quoted();
    }

    /** Creates the table and its row where they are missing. */
    static void prepare(AbstractJdbcDatabase database) throws LiquibaseException {
        // Not the one of LockServiceFactory, which is static: it keeps a service for every database it ever saw.
        StandardLockService service = new StandardLockService();
        service.setDatabase(database);
        service.init();
        database.commit();
    }

    /** Takes the row, or waits for it. */
    void take(RunContext run, Duration limit) {
        AtomicBoolean said = new AtomicBoolean();
        boolean taken = new Patience(run.clock(), Pause.SLEEP)
                .until(limit, () -> tryTake(run.id()), waited -> {
                    run.cancellation().check();
                    if (!said.getAndSet(true)) {
                        run.journal()
                                .say("waiting for the Liquibase lock held by " + holder().orElse("another process"));
                    }
                })
                .isPresent();
        if (!taken) {
            throw new OneoffException(
                    FailureKind.LOCKED,
                    "The Liquibase lock is still held by " + holder().orElse("another process") + ".",
                    "If that process is gone, free it with: oneoff unlock");
        }
    }

    private Optional<Boolean> tryTake(String run) {
        int rows = session.update(Sql.of("""
                        UPDATE %s
                        SET locked = TRUE, lockgranted = LOCALTIMESTAMP, lockedby = :run
                        WHERE id = 1 AND (locked = FALSE OR lockedby LIKE 'oneoff/%%')""".formatted(table)).with("run", OURS + run));
        return rows == 1 ? Optional.of(true) : Optional.empty();
    }

    /** Frees the row that this run took; one that somebody else wrote over it stays. */
    void release(String run) {
        session.update(Sql.of("""
                UPDATE %s
                SET locked = FALSE, lockgranted = NULL, lockedby = NULL
                WHERE id = 1 AND lockedby = :run""".formatted(table)).with("run", OURS + run));
    }

    /** Frees the row if it is held by this one, as {@link #holder} returned it; says whether it was. */
    boolean free(String holder) {
        int rows = session.update(Sql.of("""
                UPDATE %s
                SET locked = FALSE, lockgranted = NULL, lockedby = NULL
                WHERE id = 1 AND locked = TRUE AND %s = :holder""".formatted(table, HOLDER)).with("holder", holder));
        return rows == 1;
    }

    /** Returns who holds the row and since when; empty when it is free or there is no table. */
    Optional<String> holder() {
        List<String> holders = session.listIfThere(Sql.of("""
                        SELECT %s
                        FROM %s
                        WHERE id = 1 AND locked = TRUE""".formatted(HOLDER, table)), row -> row.text(1))
                .orElse(List.of());
        return holders.stream().findFirst();
    }
}
