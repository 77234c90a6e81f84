import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The loop somebody would write by hand for one table, with what a data fix promises: rows locked in the key's order, asked
 * again and changed in one snapshot, old and new values kept, checked after the change, constraints checked, the cursor
 * moved in the same transaction and only while the work is ours. Everything it can know beforehand is written down in it:
 * the table, the type of the key, a size of the batches that is right for this machine.
 */
final class HandWritten {

    private static final String WRONG = "email <> lower(email)";
    private static final int BATCH = 5_000;

    private static final String WINDOW =
            "SELECT max(id) FROM (SELECT id FROM users WHERE id > ? AND id <= ? ORDER BY id LIMIT " + BATCH + ") AS w";
    private static final String LOCK = "SELECT id FROM users WHERE id > ? AND id <= ? AND (" + WRONG
            + ") ORDER BY id FOR NO KEY UPDATE";
    private static final String CHANGE = """
            WITH wrong AS (
                SELECT id, email AS was
                FROM users
                WHERE id = ANY (?) AND (%1$s)),
            done AS (
                UPDATE users AS u SET email = lower(email)
                FROM wrong AS w
                WHERE w.id = u.id AND (%1$s)
                RETURNING u.id, w.was, u.email AS now, (%1$s) AS still),
            kept AS (
                INSERT INTO fix_image (batch, row_count, content)
                SELECT ?, count(*),
                    json_agg(json_build_array(json_build_array(id::text), json_build_array(was), json_build_array(now)))::text
                FROM done)
            SELECT (SELECT count(*) FROM wrong), count(*), count(*) FILTER (WHERE still)
            FROM done""".formatted(WRONG);
    private static final String ADVANCE = """
            UPDATE fix_cursor
            SET reached = ?, changed = changed + ?, batches = batches + 1, lease_until = clock_timestamp() + INTERVAL '30 s'
            WHERE fence = ? AND state = 'running'""";

    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement plain = connection.createStatement()) {
            plain.execute("SET idle_in_transaction_session_timeout = '30s'");
            plain.execute("CREATE TABLE fix_cursor (reached bigint, changed bigint, batches bigint, fence bigint,"
                    + " state text, lease_until timestamptz)");
            plain.execute("INSERT INTO fix_cursor VALUES (NULL, 0, 0, 1, 'running', NULL)");
            plain.execute("CREATE TABLE fix_image (batch bigint PRIMARY KEY, row_count int, content text)");
            long most = Long.parseLong(args[1]);
            require(number(plain, "SELECT count(*) FROM users WHERE " + WRONG) <= most, "more rows than expected");
            long last = number(plain, "SELECT max(id) FROM users");
            connection.setAutoCommit(false);
            walk(connection, last);
            require(number(plain, "SELECT count(*) FROM users WHERE " + WRONG) == 0, "rows are wrong again");
            connection.commit();
        }
    }

    private static void walk(Connection connection, long last) throws SQLException {
        try (PreparedStatement window = connection.prepareStatement(WINDOW);
                PreparedStatement lock = connection.prepareStatement(LOCK);
                PreparedStatement change = connection.prepareStatement(CHANGE);
                PreparedStatement advance = connection.prepareStatement(ADVANCE);
                Statement plain = connection.createStatement()) {
            long after = Long.MIN_VALUE;
            for (int batch = 1; after < last; batch++) {
                long upTo = number(window, after, last);
                Array keys = connection.createArrayOf("bigint", locked(lock, after, upTo));
                change.setArray(1, keys);
                change.setInt(2, batch);
                long done;
                try (ResultSet result = change.executeQuery()) {
                    result.next();
                    done = result.getLong(2);
                    require(result.getLong(1) == done, "a row was kept back");
                    require(result.getLong(3) == 0, "it does not converge");
                }
                plain.execute("SET CONSTRAINTS ALL IMMEDIATE");
                advance.setLong(1, upTo);
                advance.setLong(2, done);
                advance.setLong(3, 1);
                require(advance.executeUpdate() == 1, "somebody else has it");
                connection.commit();
                after = upTo;
            }
        }
    }

    private static Long[] locked(PreparedStatement lock, long after, long upTo) throws SQLException {
        lock.setLong(1, after);
        lock.setLong(2, upTo);
        lock.setFetchSize(0);
        java.util.List<Long> keys = new java.util.ArrayList<>(BATCH);
        try (ResultSet result = lock.executeQuery()) {
            while (result.next()) {
                keys.add(result.getLong(1));
            }
        }
        return keys.toArray(new Long[0]);
    }

    private static long number(PreparedStatement statement, long... values) throws SQLException {
        for (int at = 0; at < values.length; at++) {
            statement.setLong(at + 1, values[at]);
        }
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new IllegalStateException(otherwise);
        }
    }
}
