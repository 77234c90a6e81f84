package dev.oneoff.transfer;

import dev.oneoff.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * An application that inserts, updates and deletes the rows that are imported, some in each transaction, in any order. Every
 * update adds one to the row's version. A row that comes again is another one: it has a birth of its own.
 */
final class RowWriters implements AutoCloseable {

    private static final int SESSIONS = 2;
    // It was the victim of a deadlock: an application tries again.
    private static final Set<String> PASSING = Set.of("40P01", "40001");
    private static final List<String> CHANGES = List.of(
            "UPDATE item SET version = version + 1 WHERE id = ? RETURNING birth, 1",
            "UPDATE item SET version = version + 1, imported = ? WHERE id = ? RETURNING birth, 1",
            "DELETE FROM item WHERE id = ? RETURNING birth, -1 - version",
            "INSERT INTO item (id, imported) VALUES (?, 'theirs') ON CONFLICT DO NOTHING RETURNING birth, 0");

    private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<Written>> written = new ArrayList<>();
    private final TestDatabase database;
    private final int items;
    private final Supplier<String> brought;

    /**
     * What was committed.
     *
     * @param updates of each row, by its birth
     * @param deleted the versions that rows had when they were deleted
     */
    record Written(Map<Long, Long> updates, Map<Long, Long> deleted) {

        void add(Written other) {
            other.updates.forEach((birth, count) -> updates.merge(birth, count, Long::sum));
            deleted.putAll(other.deleted);
        }
    }

    /**
     * Starts it on items from 1 to a number.
     *
     * @param brought what an import brings just now: the application makes rows equal to it, too
     */
    RowWriters(TestDatabase database, int items, Supplier<String> brought, long seed) {
        this.brought = brought;
        this.database = database;
        this.items = items;
        for (int number = 0; number < SESSIONS; number++) {
            Random random = new Random(seed + number);
            Callable<Written> work = () -> work(random);
            written.add(threads.submit(work));
        }
    }

    /** Ends it, and returns what all sessions wrote. */
    Written end() throws InterruptedException, ExecutionException {
        over.set(true);
        Written all = new Written(new HashMap<>(), new HashMap<>());
        for (Future<Written> each : written) {
            all.add(each.get());
        }
        return all;
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdown();
    }

    private Written work(Random random) throws SQLException {
        Written all = new Written(new HashMap<>(), new HashMap<>());
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                Written now = new Written(new HashMap<>(), new HashMap<>());
                try {
                    for (int change = 0; change < 4; change++) {
                        change(connection, random, now);
                    }
                    connection.commit();
                    all.add(now);
                    // It thinks.
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                } catch (SQLException e) {
                    connection.rollback();
                    if (!PASSING.contains(String.valueOf(e.getSQLState()))) {
                        throw e;
                    }
                }
            }
        }
        return all;
    }

    private void change(Connection connection, Random random, Written now) throws SQLException {
        // Few rows come and go: an import that has missed one begins anew, whatever else it has done.
        int often = random.nextInt(40);
        String sql = CHANGES.get(often < 2 ? 2 + often : often % 2);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            boolean two = sql.contains("imported = ?");
            if (two) {
                statement.setString(1, brought.get());
            }
            statement.setInt(two ? 2 : 1, 1 + random.nextInt(items));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    note(row.getLong(1), row.getLong(2), now);
                }
            }
        }
    }

    private static void note(long birth, long what, Written now) {
        if (what < 0) {
            now.deleted().put(birth, -1 - what);
        } else {
            now.updates().merge(birth, what, Long::sum);
        }
    }
}
