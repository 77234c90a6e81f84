package dev.oneoff.migrate;

import dev.oneoff.database.dialect.ConnectOptions;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.database.dialect.SessionFacts;
import dev.oneoff.failure.FailureKind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A dialect whose connections count what reaches the server (connect, execute…, commit, rollback, setAutoCommit) and die
 * at the n-th of it. What dying means is handed in.
 *
 * @param real what connects
 * @param death asked before and after each call that counts
 */
record DyingDialect(Dialect real, Death death) implements Dialect {

    /** Decides when to die. */
    interface Death {
        /** Told before the n-th call, counted from 1; returns normally to live on. */
        void before(Connection connection, String call);

        /** Told after it. */
        void after(Connection connection);
    }

    private static final List<String> CONTROL = List.of("commit", "rollback", "setAutoCommit");

    @Override
    public Connection connect(ConnectOptions options) throws SQLException {
        Connection connection = real.connect(options);
        return proxy(Connection.class, connection, (method, args) -> {
            if (CONTROL.contains(method.getName())) {
                String argument = args.length == 0 ? "" : " " + args[0];
                return counted(connection, method.getName() + argument, () -> call(connection, method, args));
            }
            Object result = call(connection, method, args);
            if (result instanceof CallableStatement statement) {
                return watch(connection, CallableStatement.class, statement, String.valueOf(args[0]));
            }
            if (result instanceof PreparedStatement statement) {
                return watch(connection, PreparedStatement.class, statement, String.valueOf(args[0]));
            }
            return result instanceof Statement statement ? watch(connection, Statement.class, statement, "") : result;
        });
    }

    private <T extends Statement> T watch(Connection connection, Class<T> type, T statement, String prepared) {
        return proxy(type, statement, (method, args) -> {
            if (!method.getName().startsWith("execute")) {
                return call(statement, method, args);
            }
            String sql = args.length > 0 && args[0] instanceof String text ? text : prepared;
            return counted(connection, sql, () -> call(statement, method, args));
        });
    }

    private @Nullable Object counted(Connection connection, String what, Call call) throws Throwable {
        death.before(connection, what);
        try {
            return call.make();
        } finally {
            death.after(connection);
        }
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, T target, Handler handler) {
        InvocationHandler all = (proxy, method, args) -> method.getDeclaringClass() == Object.class
                ? call(target, method, args == null ? new Object[0] : args)
                : handler.handle(method, args == null ? new Object[0] : args);
        return type.cast(Proxy.newProxyInstance(DyingDialect.class.getClassLoader(), new Class<?>[] {type}, all));
    }

    /** Something that reaches the server. */
    private interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    /** Answers a call on a proxy. */
    private interface Handler {
        @Nullable
        Object handle(Method method, @Nullable Object[] args) throws Throwable;
    }

    @Override
    public String product() {
        return real.product();
    }

    @Override
    public SessionFacts prepare(Connection connection, ConnectOptions options) throws SQLException {
        return real.prepare(connection, options);
    }

    @Override
    public String resetting(Connection connection, String name, String searchPath) throws SQLException {
        return real.resetting(connection, name, searchPath);
    }

    @Override
    public void prepareNothing(Connection connection) throws SQLException {
        real.prepareNothing(connection);
    }

    @Override
    public String searchPath(Connection connection) throws SQLException {
        return real.searchPath(connection);
    }

    @Override
    public String castType(ResultSetMetaData columns, int column) throws SQLException {
        return real.castType(columns, column);
    }

    @Override
    public boolean idle(Connection connection) throws SQLException {
        return real.idle(connection);
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        real.cancel(connection);
    }

    @Override
    public boolean transactionalDdl() {
        return real.transactionalDdl();
    }

    @Override
    public boolean holdsUncommitted(Connection connection) throws SQLException {
        return real.holdsUncommitted(connection);
    }

    @Override
    public String messageOf(SQLException error) {
        return real.messageOf(error);
    }

    @Override
    public boolean embedded() {
        return real.embedded();
    }

    @Override
    public boolean advisoryLocks() {
        return real.advisoryLocks();
    }

    @Override
    public Optional<FailureKind> kindOf(SQLException error) {
        return real.kindOf(error);
    }

    @Override
    public Optional<FailureKind> kindOfConnecting(SQLException error) {
        return real.kindOfConnecting(error);
    }

    @Override
    public boolean missingTable(SQLException error) {
        return real.missingTable(error);
    }

    @Override
    public OptionalInt errorPosition(SQLException error) {
        return real.errorPosition(error);
    }

    @Override
    public String digestOf(String query) {
        return real.digestOf(query);
    }
}
