package dev.oneoff.lock;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session-level advisory lock of PostgreSQL (manual 13.3.5): gone with its session, so there is no heartbeat. Taken in
 * autocommit: a waiter that stayed in a transaction between polls would hang CREATE INDEX CONCURRENTLY in the holder.
 */
final class AdvisoryLock implements Lock {

    private static final String TRY = "SELECT pg_catalog.pg_try_advisory_lock(:key)";
    private static final String RELEASE = "SELECT pg_catalog.pg_advisory_unlock(:key)";

    // A bigint key stands in pg_locks as two halves with objsubid 1.
    private static final String HOLDER = """
            SELECT a.pid, coalesce(a.application_name, ''), coalesce(host(a.client_addr), 'the server itself'),
                   a.backend_start
            FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32) | l.objid::bigint = :key""";

    private final Session session;
    private final long key;

    AdvisoryLock(Session session, LockName name) {
        this.session = session;
        this.key = name.keyWithin(session.schema());
    }

    @Override
    public Optional<HeldLock> tryAcquire() {
        boolean taken =
                session.list(Sql.of(TRY).with("key", key), row -> row.flag(1)).get(0);
        return taken ? Optional.of(new Held()) : Optional.empty();
    }

    @Override
    public Optional<Holder> holder() {
        List<Holder> holders = session.list(
                Sql.of(HOLDER).with("key", key),
                row -> new Holder(Long.toString(row.number(1)), row.text(2), row.text(3), since(row.instantOrNull(4))));
        return holders.stream().findFirst();
    }

    private static String since(@Nullable Instant start) {
        return start == null ? "an unknown time" : start.toString();
    }

    private final class Held implements HeldLock {
        private boolean held = true;

        @Override
        public void close() {
            if (held && session.alive()) {
                session.list(Sql.of(RELEASE).with("key", key), row -> row.flag(1));
            }
            held = false;
        }
    }
}
