package dev.oneoff.lock;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final String TRY_SHARED = "SELECT pg_catalog.pg_try_advisory_lock_shared(:key)";
    private static final String RELEASE_SHARED = "SELECT pg_catalog.pg_advisory_unlock_shared(:key)";

    // A bigint key stands in pg_locks as two halves with objsubid 1.
    private static final String HOLDER = """
            SELECT a.pid, coalesce(a.application_name, ''), coalesce(host(a.client_addr), 'the server itself'),
                   a.backend_start
            FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32) | l.objid::bigint = :key
            ORDER BY l.pid = pg_catalog.pg_backend_pid(), a.backend_start""";

    private static final String OTHERS = """
            SELECT count(*)
            FROM pg_catalog.pg_locks AS l
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32) | l.objid::bigint = :key
              AND l.pid <> pg_catalog.pg_backend_pid()""";

    private static final String BUSY = """
            SELECT count(*)
            FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32) | l.objid::bigint = :key
              AND (a.state = 'active' OR a.state_change > clock_timestamp() - INTERVAL '30' SECOND)""";

    private final Session session;
    private final boolean shared;
    private final List<Long> keys;

    /**
     * Makes it.
     *
     * @param shared whether others may hold it at the same time who share it, too
     */
    AdvisoryLock(Session session, LockName name, boolean shared) {
        this.session = session;
        this.shared = shared;
        this.keys = name.schemas(session.schema()).stream().map(name::keyWithin).toList();
    }

    /** Takes all keys or none: who waits for the second holding the first could wait for somebody who does the opposite. */
    @Override
    public Optional<HeldLock> tryAcquire() {
        Held held = new Held();
        for (long key : keys) {
            if (!ask(shared ? TRY_SHARED : TRY, key)) {
                held.close();
                return Optional.empty();
            }
            held.keys.add(key);
        }
        return Optional.of(held);
    }

    private boolean ask(String sql, long key) {
        return session.list(Sql.of(sql).with("key", key), row -> row.flag(1)).get(0);
    }

    @Override
    public Optional<Holder> holder() {
        return keys.stream().flatMap(key -> holders(key).stream()).findFirst();
    }

    @Override
    public boolean others() {
        return any(OTHERS);
    }

    @Override
    public boolean busy() {
        return any(BUSY);
    }

    private boolean any(String count) {
        return keys.stream()
                .anyMatch(key -> session.list(Sql.of(count).with("key", key), row -> row.number(1))
                                .get(0)
                        > 0);
    }

    private List<Holder> holders(long key) {
        return session.list(
                Sql.of(HOLDER).with("key", key),
                row -> new Holder(Long.toString(row.number(1)), row.text(2), row.text(3), since(row.instantOrNull(4))));
    }

    private static String since(@Nullable Instant start) {
        return start == null ? "an unknown time" : start.toString();
    }

    private final class Held implements HeldLock {
        private final List<Long> keys = new ArrayList<>();

        @Override
        public void close() {
            if (!keys.isEmpty() && session.alive()) {
                keys.forEach(key -> ask(shared ? RELEASE_SHARED : RELEASE, key));
            }
            keys.clear();
        }
    }
}
