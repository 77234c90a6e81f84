package dev.oneoff.task;

import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which an application may do everything but end the transaction, or come by the connection itself. Whatever
 * it hands out (statements, results, metadata) is guarded, too. What was refused is remembered: a class that swallows the
 * refusal has not got away with it.
 */
final class Guard {

    /** Of what the connection itself is asked; everything else would reach past the batch. */
    private static final Set<String> FREE = Set.of(
            "createStatement",
            "prepareStatement",
            "prepareCall",
            "nativeSQL",
            "setSavepoint",
            "releaseSavepoint",
            "clearWarnings",
            "createArrayOf",
            "createBlob",
            "createClob",
            "createNClob",
            "createSQLXML",
            "createStruct",
            "enquoteIdentifier",
            "enquoteLiteral",
            "isClosed",
            "isReadOnly",
            "isValid");

    private static final Set<String> TAKES_SQL = Set.of(
            "prepareStatement",
            "prepareCall",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "addBatch");

    /** The most special first. */
    private static final List<Class<?>> GUARDED = List.of(
            CallableStatement.class,
            PreparedStatement.class,
            java.sql.Statement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            Array.class);

    // Invalid transaction termination, by the standard.
    private static final String STATE = "2D000";

    private final Connection connection;
    private final Connection guarded;
    private @Nullable String refused;
    private boolean over;

    Guard(Connection connection) {
        this.connection = connection;
        this.guarded = (Connection) guarded(Connection.class, connection);
    }

    /** Returns what the application gets. */
    Connection connection() {
        return guarded;
    }

    /** Refuses everything from here on. */
    void end() {
        over = true;
    }

    /** Returns what was refused first, for example {@code commit()}. */
    Optional<String> refused() {
        return Optional.ofNullable(refused);
    }

    private static Object guarded(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private Object guarded(Class<?> type, Object target) {
        return guarded(type, new Guarded(target));
    }

    private SQLException refusing(String what, String why) {
        if (refused == null) {
            refused = what;
        }
        return new SQLException(what + " is refused in a data fix: " + why, STATE);
    }

    /** Hands calls on. */
    private final class Guarded implements InvocationHandler {

        private final Object target;

        Guarded(Object target) {
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
                throws Throwable {
            @Nullable Object[] args = given == null ? new Object[0] : given;
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, args);
            }
            switch (method.getName()) {
                case "isWrapperFor" -> {
                    return false;
                }
                case "unwrap" -> throw refusing("unwrap()", "it would reach past the batch's transaction.");
                case "getConnection" -> {
                    return guarded;
                }
                default -> {
                    require(method, args);
                    return handedOn(method, args);
                }
            }
        }

        private void require(Method method, @Nullable Object[] args) throws SQLException {
            String name = method.getName();
            if (over) {
                throw refusing(name + "() after fix has returned", "the batch is over and its connection with it.");
            }
            if (target == connection && !isFree(name, args)) {
                throw refusing(
                        name + "()",
                        "oneoff ends the transaction itself, together with the mark that the keys are done, and keeps its"
                                + " session as it is.");
            }
            if (TAKES_SQL.contains(name) && args.length > 0 && args[0] instanceof String sql) {
                require(sql);
            }
        }

        private boolean isFree(String name, @Nullable Object[] args) {
            return FREE.contains(name)
                    || name.startsWith("get")
                    || (name.equals("rollback") && args.length == 1 && args[0] instanceof Savepoint);
        }

        private void require(String sql) throws SQLException {
            for (Statement statement : SqlScript.statements(sql)) {
                if (statement.controlsTransaction()) {
                    throw refusing(
                            statement.text().strip().lines().findFirst().orElse(""),
                            "oneoff ends the transaction itself, together with the mark that the keys are done.");
                }
            }
        }

        private @Nullable Object handedOn(Method method, @Nullable Object[] args) throws Throwable {
            try {
                @Nullable Object[] own = args.clone();
                for (int at = 0; at < own.length; at++) {
                    own[at] = unguarded(own[at]);
                }
                return wrapped(method.invoke(target, own));
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private @Nullable Object wrapped(@Nullable Object result) {
            return GUARDED.stream()
                    .filter(type -> type.isInstance(result))
                    .findFirst()
                    .map(type -> guarded(type, Objects.requireNonNull(result)))
                    .orElse(result);
        }

        private static @Nullable Object unguarded(@Nullable Object arg) {
            return arg != null
                            && Proxy.isProxyClass(arg.getClass())
                            && Proxy.getInvocationHandler(arg) instanceof Guarded own
                    ? own.target
                    : arg;
        }

        private Object ofObject(Object proxy, Method method, @Nullable Object[] args) {
            return switch (method.getName()) {
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "guarded " + target;
            };
        }
    }
}
