package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.SqlScript;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection that remembers the statements that ran, so that a failure can name its own, and how many rows they wrote.
 * Handed to changes in Java too: while commits are deferred it swallows theirs, and it never closes or switches
 * autocommit for them.
 */
final class WatchedConnection {

    // The history row and the search path are Liquibase's doing, not the changeset's.
    private static final String TRACKING =
            "^((INSERT INTO|UPDATE|DELETE FROM)\\s+\\S*%s(?![\\w$])|(SHOW|SET) SEARCH_PATH\\b)";

    // What does not commit by itself on an engine whose DDL does.
    private static final Pattern ROLLED_BACK = Pattern.compile(
            "^\\s*(INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|VALUES|TABLE|EXPLAIN|CALL)\\b", Pattern.CASE_INSENSITIVE);

    private final Connection target;
    private final Dialect dialect;
    private final Connection proxy;
    private final List<String> done = new ArrayList<>();
    private Pattern tracking = Pattern.compile("(?!)");
    private @Nullable String running;
    private @Nullable String failed;
    private List<String> kept = List.of();
    private long rows;
    private boolean deferring;
    private boolean told;
    private boolean listening;
    private boolean alone;
    private Committing committing = (before, next) -> {};

    WatchedConnection(Session session) {
        this.target = session.connection();
        this.dialect = session.dialect();
        this.proxy = proxy(Connection.class, this::onConnection);
    }

    Connection proxy() {
        return proxy;
    }

    /** Leaves out what is written to this table, whatever its schema: the history's rows are Liquibase's doing. */
    void leaveOut(String table) {
        tracking = Pattern.compile(TRACKING.formatted(Pattern.quote(table)), Pattern.CASE_INSENSITIVE);
    }

    /** Says whether commits wait. */
    void deferCommits(boolean wait) {
        deferring = wait;
    }

    /** Told before a statement that commits by itself: what ran before it, and it. */
    @FunctionalInterface
    interface Committing {
        void about(List<String> before, String next);
    }

    /** Says who is told from here on, where DDL commits by itself or no transaction holds the statements together. */
    void tell(Committing listener) {
        committing = listener;
    }

    /** Tells nobody any more. */
    void tellNobody() {
        committing = (before, next) -> {};
    }

    /** Forgets everything and listens from here on. */
    void listen() {
        done.clear();
        kept = List.of();
        running = null;
        failed = null;
        rows = 0;
        told = false;
        alone = false;
        listening = true;
    }

    /** Stops listening; what was heard stays. */
    void rest() {
        listening = false;
    }

    /** Hears what failed, from whoever sends something past it. */
    void failed(String what) {
        failed = what;
    }

    /** Returns what the statements since {@link #listen} leave behind when the next one fails or failed. */
    Aftermath aftermath() {
        return new Aftermath(alone, alone ? done : kept, false);
    }

    /** Returns the statement that began and did not end; null when none did. */
    @Nullable
    String running() {
        // Liquibase asks for the search path after it rolled back: what failed is still what failed.
        return running == null ? failed : running;
    }

    /** Returns the rows written since {@link #listen}. */
    long rows() {
        return rows;
    }

    private @Nullable Object onConnection(Method method, @Nullable Object[] args) throws Throwable {
        String name = method.getName();
        boolean control = name.equals("commit") || name.equals("setAutoCommit");
        if (name.equals("close") || (control && deferring)) {
            return null;
        }
        Object result = call(target, method, args);
        if (result instanceof Statement statement && args.length == 0) {
            return watch(statement, Statement.class, "");
        }
        if (result instanceof CallableStatement statement) {
            return watch(statement, CallableStatement.class, String.valueOf(args[0]));
        }
        if (result instanceof PreparedStatement statement) {
            return watch(statement, PreparedStatement.class, String.valueOf(args[0]));
        }
        return result instanceof Statement statement ? watch(statement, Statement.class, "") : result;
    }

    private <T extends Statement> T watch(T statement, Class<T> type, String prepared) {
        return proxy(type, (method, args) -> {
            if (method.getName().equals("getConnection")) {
                return proxy;
            }
            if (!method.getName().startsWith("execute")) {
                return call(statement, method, args);
            }
            boolean given = args.length > 0 && args[0] instanceof String;
            return listening
                    ? executed(statement, method, args, given ? (String) args[0] : prepared)
                    : call(statement, method, args);
        });
    }

    private @Nullable Object executed(Statement statement, Method method, @Nullable Object[] args, @Nullable String sql)
            throws Throwable {
        running = sql;
        alone |= target.getAutoCommit();
        if (sql != null && commits(sql)) {
            told = true;
            committing.about(done, sql);
        }
        Object result;
        try {
            result = call(statement, method, args);
        } catch (SQLException e) {
            kept = keptBy(e);
            failed = sql;
            throw e;
        }
        if (!tracking.matcher(String.valueOf(sql)).find()) {
            count(statement, result);
            done.add(String.valueOf(sql));
        }
        running = null;
        return result;
    }

    private boolean commits(String sql) throws SQLException {
        if (tracking.matcher(sql).find()) {
            return false;
        }
        if (dialect.transactionalDdl()) {
            return !deferring && (told || !repeatable(sql));
        }
        return target.getAutoCommit() || !ROLLED_BACK.matcher(sql).find();
    }

    private static boolean repeatable(String sql) {
        try {
            List<dev.oneoff.sql.Statement> statements = SqlScript.statements(sql);
            return !statements.isEmpty() && statements.stream().allMatch(dev.oneoff.sql.Statement::isRepeatable);
        } catch (OneoffException unreadable) {
            return false;
        }
    }

    /** Returns the statements that a rollback of this moment would not undo. */
    private List<String> keptBy(SQLException error) {
        try {
            if (!dialect.holdsUncommitted(target)) {
                return List.copyOf(done);
            }
        } catch (SQLException e) {
            // The connection is lost: the server rolls back what it can, as below.
            error.addSuppressed(e);
        }
        if (dialect.transactionalDdl()) {
            return List.of();
        }
        int last = done.size();
        while (last > 0 && ROLLED_BACK.matcher(done.get(last - 1)).find()) {
            last--;
        }
        return List.copyOf(done.subList(0, last));
    }

    private void count(Statement statement, @Nullable Object result) throws SQLException {
        if (result instanceof int[] batch) {
            for (int updated : batch) {
                rows += Math.max(0, updated);
            }
        } else if (result instanceof Number updated) {
            rows += Math.max(0, updated.longValue());
        } else if (Boolean.FALSE.equals(result)) {
            rows += Math.max(0, statement.getUpdateCount());
        }
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        InvocationHandler all = (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "watched " + type.getSimpleName();
                };
            }
            return handler.handle(method, args == null ? new Object[0] : args);
        };
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? WatchedConnection.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                all));
    }

    /** Answers a call on a proxy. */
    @FunctionalInterface
    private interface Handler {
        @Nullable
        Object handle(Method method, @Nullable Object[] args) throws Throwable;
    }
}
