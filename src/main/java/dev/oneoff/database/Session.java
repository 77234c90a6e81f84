package dev.oneoff.database;

import dev.oneoff.database.dialect.ConnectOptions;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.database.dialect.SessionFacts;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection with our settings in force, in autocommit mode unless inside {@link #inTransaction}. For one thread;
 * {@link #cancel} alone may come from another.
 */
public final class Session implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final SqlErrors errors;
    private final String name;
    private final SessionFacts facts;

    Session(Connection connection, Database database, ConnectOptions options) throws SQLException {
        this.connection = connection;
        this.dialect = database.dialect();
        this.errors = database.errors();
        this.name = options.applicationName();
        this.facts = dialect.prepare(connection, options);
    }

    /** Returns what the server shows as this session's name, {@code oneoff/<run>/<command>}. */
    public String name() {
        return name;
    }

    /** Returns the connection itself: for engines that speak JDBC on their own. */
    public Connection connection() {
        return connection;
    }

    /** Returns the engine's dialect. */
    public Dialect dialect() {
        return dialect;
    }

    /** Returns what turns this connection's errors into ours. */
    public SqlErrors errors() {
        return errors;
    }

    /** Returns the schema that was current when the session began; empty when the search path leads nowhere. */
    public String schema() {
        return facts.schema();
    }

    /** Says whether a pooler stands between us and the server. Our settings are not in force then. */
    public boolean pooled() {
        return facts.pooled();
    }

    /**
     * Undoes what a changeset may have SET and puts our settings in force: behind a pooler, too, where that is right only
     * if it hands out whole sessions. May run inside a transaction.
     *
     * @param searchPath put in force with them, in the engine's own words; empty for the role's own
     */
    public void reset(String searchPath) {
        try {
            send(resetting(searchPath));
        } catch (SQLException e) {
            throw errors.translate(e, "putting the session settings in force");
        }
    }

    /** Returns what {@link #reset} runs, for whoever runs it together with something else. */
    public Sql resetting(String searchPath) {
        try {
            return Sql.positional(dialect.resetting(connection, name, searchPath), List.of());
        } catch (SQLException e) {
            throw errors.translate(e, "putting the session settings in force");
        }
    }

    /** Keeps no statement prepared at the server from here on: for work that may throw it away there. */
    public void prepareNothing() {
        try {
            dialect.prepareNothing(connection);
        } catch (SQLException e) {
            throw errors.translate(e, "setting up the connection");
        }
    }

    /** Says whether the server only follows another one, where the runs are. */
    public boolean standby() {
        return facts.standby();
    }

    /** Returns the product and its version, for example {@code PostgreSQL 15.18}. */
    public String serverVersion() {
        try {
            String version = connection.getMetaData().getDatabaseProductVersion();
            int end = version.indexOf(' ');
            return dialect.product() + " " + (end < 0 ? version : version.substring(0, end));
        } catch (SQLException e) {
            throw errors.translate(e, "reading the server's version");
        }
    }

    /** Returns the server's major version, for example 15. */
    public int majorVersion() {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw errors.translate(e, "reading the server's version");
        }
    }

    /** Runs a query and reads all rows. */
    public <T> List<T> list(Sql sql, Row.Reader<T> reader) {
        return list(sql, "reading", reader);
    }

    /**
     * Runs a statement that returns rows, and reads all of them.
     *
     * @param doing what it does, for an error: one that returns rows may write, too
     */
    public <T> List<T> list(Sql sql, String doing, Row.Reader<T> reader) {
        try {
            return read(sql, reader);
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    /** Runs a query with words of somebody else's in it, in which a question mark is no place for a value, and reads all rows. */
    public <T> List<T> listAsItIs(String sql, Row.Reader<T> reader) {
        return listAsItIs(sql, "reading", reader);
    }

    /** Runs a statement like that, which may write, too; {@code doing} says what it does, for an error. */
    public <T> List<T> listAsItIs(String sql, String doing, Row.Reader<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result, reader);
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    /** Runs a query and reads all rows; empty when a table or schema it names is not there. */
    public <T> Optional<List<T>> listIfThere(Sql sql, Row.Reader<T> reader) {
        try {
            return Optional.of(read(sql, reader));
        } catch (SQLException e) {
            if (dialect.missingTable(e)) {
                return Optional.empty();
            }
            throw errors.translate(e, "reading");
        }
    }

    private <T> List<T> read(Sql sql, Row.Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = bind(sql);
                ResultSet result = statement.executeQuery()) {
            return rows(result, reader);
        }
    }

    private <T> List<T> rows(ResultSet result, Row.Reader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        Row row = new Row(result, errors);
        while (result.next()) {
            rows.add(reader.read(row));
        }
        return rows;
    }

    /**
     * Runs a query that holds words of somebody else's, and returns what the server says of them.
     *
     * @throws OneoffException for what the words are not to blame for: a permission, a lost connection, a timeout
     */
    public <T> Verdict<T> judge(Sql sql, Row.Reader<T> reader) {
        try {
            return Verdict.of(read(sql, reader));
        } catch (SQLException e) {
            if (dialect.kindOf(e).isEmpty() && Verdict.blamesTheText(e)) {
                return Verdict.refused(errors.text(e), dialect.errorPosition(e));
            }
            throw errors.translate(e, "reading");
        }
    }

    /**
     * Returns the types of the columns of a query that holds words of somebody else's, as a cast takes them, or what the
     * server says of it; does not run it.
     */
    public Verdict<String> columnTypes(Sql sql) {
        try (PreparedStatement statement = bind(sql)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> types = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                types.add(dialect.castType(columns, column));
            }
            return Verdict.of(types);
        } catch (SQLException e) {
            if (dialect.kindOf(e).isEmpty() && Verdict.blamesTheText(e)) {
                return Verdict.refused(errors.text(e), dialect.errorPosition(e));
            }
            throw errors.translate(e, "reading");
        }
    }

    /** Runs an INSERT, UPDATE or DELETE and returns the number of rows. */
    public int update(Sql sql) {
        try (PreparedStatement statement = bind(sql)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw errors.translate(e, "writing");
        }
    }

    /**
     * Runs a statement, or several {@link Sql#together}, whatever they return: for engines that speak JDBC on their own.
     *
     * @throws SQLException as the driver throws it
     */
    public void send(Sql sql) throws SQLException {
        try (PreparedStatement statement = bind(sql)) {
            statement.execute();
        }
    }

    /** Runs one statement without values, or several where the engine takes them. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw errors.translate(
                    e, "running " + sql.strip().lines().findFirst().orElse(""));
        }
    }

    private PreparedStatement bind(Sql sql) throws SQLException {
        Sql.Positional positional = sql.positional();
        PreparedStatement statement = connection.prepareStatement(positional.text());
        int at = 1;
        for (@Nullable Object value : positional.values()) {
            statement.setObject(at++, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
        return statement;
    }

    /** Runs the work in one transaction: commits when it returns, rolls back when it throws. */
    public <T> T inTransaction(Supplier<T> work) {
        return inTransaction(work, result -> true);
    }

    /** Runs the work in one transaction: commits when what it returns is to be kept, rolls back when not or when it throws. */
    public <T> T inTransaction(Supplier<T> work, Predicate<T> kept) {
        boolean done = false;
        try {
            connection.setAutoCommit(false);
            T result = work.get();
            if (kept.test(result)) {
                connection.commit();
                done = true;
            }
            return result;
        } catch (SQLException e) {
            throw errors.translate(e, "committing");
        } finally {
            endTransaction(done);
        }
    }

    /** Ends any open transaction without keeping it and returns to autocommit; a lost connection is left as it is. */
    public void rollBack() {
        endTransaction(false);
    }

    private void endTransaction(boolean done) {
        try {
            if (connection.isClosed()) {
                return;
            }
            if (!done && !connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The connection is lost, and with it the transaction: the server rolls back on its own.
            abandon(e);
        }
    }

    private void abandon(SQLException reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Says whether the session can still be used. */
    public boolean alive() {
        try {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Cancels what the session is running. May be called from any thread. */
    public void cancel() {
        try {
            dialect.cancel(connection);
        } catch (SQLException e) {
            throw errors.translate(e, "cancelling the running statement");
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw errors.translate(e, "closing the connection");
        }
    }

    /** Makes a refusal for a session whose search path leads to no schema. */
    public void requireSchema() {
        if (schema().isEmpty()) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    "The search path of this user leads to no schema, so there is no place for tables.",
                    "Create the schema, or set the role's search_path, or name it in the URL: ?options=-csearch_path%3Dapp");
        }
    }
}
