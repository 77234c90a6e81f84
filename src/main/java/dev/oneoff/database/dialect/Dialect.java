package dev.oneoff.database.dialect;

import dev.oneoff.failure.FailureKind;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** What differs between engines. Any thread may call it. */
public interface Dialect {

    /** Returns the engine's name for people, for example {@code PostgreSQL}. */
    String product();

    /** Opens a connection in autocommit mode, settings not yet applied. */
    Connection connect(ConnectOptions options) throws SQLException;

    /**
     * Puts the session settings in force, unless a pooler is in between, and reads what the session says of itself, in one
     * round trip.
     */
    SessionFacts prepare(Connection connection, ConnectOptions options) throws SQLException;

    /**
     * Returns the statements, with semicolons between them, that undo what a changeset may have SET, then put our settings
     * in force again. They may run inside a transaction and return nothing that matters.
     *
     * @param name what the server shows as this session's name: a pooler's session has none to go back to
     * @param searchPath put in force with them, as {@link #searchPath} gave it; empty for the role's own
     */
    String resetting(Connection connection, String name, String searchPath) throws SQLException;

    /**
     * Makes every statement of the connection one that is read anew each time: a changeset may throw away what is prepared
     * at the server, also inside a DO block, where the driver does not see it.
     */
    void prepareNothing(Connection connection) throws SQLException;

    /** Returns where names without a schema are looked for, in the engine's own words; empty where there is no such list. */
    String searchPath(Connection connection) throws SQLException;

    /** Says whether nothing was sent since the last commit or rollback, so that a rollback would do nothing. */
    boolean idle(Connection connection) throws SQLException;

    /** Cancels whatever the connection is running, from another thread. */
    void cancel(Connection connection) throws SQLException;

    /** Says whether DDL is undone by a rollback. */
    boolean transactionalDdl();

    /**
     * Says whether the connection's transaction holds changes that a rollback would undo: where DDL commits on its own,
     * that is not known from the statements alone.
     */
    boolean holdsUncommitted(Connection connection) throws SQLException;

    /** Says whether the server has locks that die with the session. Where not, the open file is the lock. */
    boolean advisoryLocks();

    /** Returns the kind of failure this error is by its SQLSTATE alone; empty when that does not tell. */
    Optional<FailureKind> kindOf(SQLException error);

    /**
     * Says whether the engine runs in this process, on a file that no other process has open: with no clock, sessions and
     * settings of a server, and with standard SQL alone.
     */
    boolean embedded();

    /**
     * Returns the kind of failure this error is when it came of connecting: there, where nobody else can speak, also by
     * what the text says.
     */
    Optional<FailureKind> kindOfConnecting(SQLException error);

    /** Says whether the statement failed because a table or schema is not there. */
    boolean missingTable(SQLException error);

    /** Returns the type of a column, as a cast takes it, for example {@code int8}. */
    String castType(ResultSetMetaData columns, int column) throws SQLException;

    /** Returns what the server said, without the statement and the position: those are shown by themselves. */
    String messageOf(SQLException error);

    /** Returns where in the statement the server saw the error, in characters from 1; empty when it does not say. */
    OptionalInt errorPosition(SQLException error);

    /**
     * Returns a SELECT of one row and one column: a hash over a query's text column, in its order.
     *
     * @param query a SELECT with the columns {@code item} (text) and {@code place} (sortable)
     */
    String digestOf(String query);
}
