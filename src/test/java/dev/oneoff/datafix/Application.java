package dev.oneoff.datafix;

import dev.oneoff.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * An application at work: sessions that update, delete and insert items, and change the owners that items are joined with.
 * It remembers what it wrote last to every item; each session has items of its own, all share the owners.
 */
final class Application implements AutoCloseable {

    static final String GONE = "gone";

    private static final int SESSIONS = 2;
    // Another was the victim, or it gave way to the tool: an application tries again.
    private static final Set<String> PASSING = Set.of("40P01", "40001");

    private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<Map<Integer, String>>> written = new ArrayList<>();

    /** Starts it on items from 1 to a number, with owners from 1 to another. */
    static Application on(TestDatabase database, int items, int owners, long seed) {
        Application application = new Application();
        for (int number = 0; number < SESSIONS; number++) {
            int which = number;
            Random random = new Random(seed + number);
            Callable<Map<Integer, String>> work =
                    () -> application.new Client(database, items, owners, random).work(which);
            application.written.add(application.threads.submit(work));
        }
        return application;
    }

    /** Ends it, and returns the last state that it gave to each item it wrote, or {@link #GONE}. */
    Map<Integer, String> end() throws InterruptedException, ExecutionException {
        over.set(true);
        Map<Integer, String> all = new TreeMap<>();
        for (Future<Map<Integer, String>> each : written) {
            all.putAll(each.get());
        }
        return all;
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdown();
    }

    private final class Client {
        private final TestDatabase database;
        private final int items;
        private final int owners;
        private final Random random;
        private final Map<Integer, String> last = new TreeMap<>();

        Client(TestDatabase database, int items, int owners, Random random) {
            this.database = database;
            this.items = items;
            this.owners = owners;
            this.random = random;
        }

        Map<Integer, String> work(int which) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                int fresh = 0;
                while (!over.get()) {
                    fresh++;
                    transaction(connection, statement, which, fresh);
                    // It thinks.
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }
            return last;
        }

        /** A few changes, in any order: it may lock items in another order than the tool does. */
        private void transaction(Connection connection, Statement statement, int which, int fresh) throws SQLException {
            Map<Integer, String> now = new TreeMap<>();
            List<String> changes = new ArrayList<>();
            for (int change = 0; change < 3; change++) {
                int id = which + SESSIONS * (1 + random.nextInt(items / SESSIONS));
                changes.add(item(id, random.nextInt(8), now));
            }
            changes.add(owner(1 + random.nextInt(owners), random.nextInt(4)));
            int added = -(which + SESSIONS * fresh) - 1;
            now.put(added, "wrong");
            changes.add("INSERT INTO item (id, owner, label, state) VALUES (" + added + ", "
                    + (1 + random.nextInt(owners)) + ", 'new', 'wrong')");
            Collections.shuffle(changes, random);
            try {
                for (String change : changes) {
                    statement.execute(change);
                }
                connection.commit();
                last.putAll(now);
            } catch (SQLException e) {
                connection.rollback();
                if (!PASSING.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
        }

        /** What is written last in a transaction is written once: its changes come in any order. */
        private String item(int id, int what, Map<Integer, String> now) {
            if (now.containsKey(id)) {
                return "SELECT 1";
            }
            String state = what == 0 ? GONE : what < 4 ? "wrong" : "mine";
            now.put(id, state);
            return state.equals(GONE)
                    ? "DELETE FROM item WHERE id = " + id
                    : "INSERT INTO item (id, owner, label, state) VALUES (" + id + ", " + (1 + random.nextInt(owners))
                            + ", 'mine', '" + state + "') ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state,"
                            + " label = EXCLUDED.label, version = EXCLUDED.version";
        }

        private String owner(int id, int what) {
            String change = what < 2 ? "active = NOT active" : "name = 'o" + random.nextInt(1_000_000) + "'";
            return "UPDATE owner SET " + change + " WHERE id = " + id;
        }
    }
}
