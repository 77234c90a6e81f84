package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.ChangeSet.RunStatus;
import liquibase.changelog.ChangeSet.ValidationFailOption;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.exception.MigrationFailedException;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * A changeset that is SQL and nothing else, as most are: no precondition, no visitor, no option that says how it runs. Its
 * statements are sent as Liquibase makes them, and what the server says to them goes to its log; what else Liquibase does
 * around each falls away, which took longer than the statements (generating them a second time for its log, scopes, settings
 * looked up anew).
 */
final class PlainChangeset {

    private static final String END =
            "the end of the changeset: its history row, the session's settings, its step, COMMIT";

    private final Session session;
    private final Opened opened;
    private final Recorder recorder;
    private final HistoryRow row;
    private @Nullable Sql reset;

    PlainChangeset(Session session, Opened opened, Recorder recorder) {
        this.session = session;
        this.opened = opened;
        this.recorder = recorder;
        this.row = new HistoryRow(opened.database());
    }

    /** Says whether this is one, given that it has to run: one that may run a second time is not. */
    static boolean is(ChangeSet changeSet) {
        boolean usual = changeSet.isRunInTransaction()
                && !changeSet.shouldAlwaysRun()
                && !changeSet.shouldRunOnChange()
                && changeSet.getRunWith() == null
                && !Boolean.FALSE.equals(changeSet.getFailOnError())
                && changeSet.getOnValidationFail() == ValidationFailOption.HALT;
        return usual
                && changeSet.getPreconditions() == null
                && changeSet.getSqlVisitors().isEmpty()
                && changeSet.getChanges().stream().allMatch(PlainChangeset::isSql);
    }

    private static boolean isSql(Change change) {
        return change.getClass() == RawSQLChange.class && ((RawSQLChange) change).getDbms() == null;
    }

    void run(ChangeSet changeSet, DatabaseChangeLog log) throws LiquibaseException {
        Database database = opened.database();
        Scope.getCurrentScope().getUI().sendMessage("Running Changeset: " + changeSet);
        recorder.willRun(changeSet, log, database, RunStatus.NOT_RAN);
        // As Liquibase does after the preconditions: the first one finds out which search path to come back to.
        database.rollback();
        for (Change change : changeSet.getChanges()) {
            recorder.willRun(change, changeSet, log, database);
            for (liquibase.sql.Sql sql : SqlGeneratorFactory.getInstance().generateSql(change, database)) {
                send(changeSet, sql.toSql());
            }
            recorder.ran(change, changeSet, log, database);
        }
        end(changeSet);
    }

    /** In one go, as each of them alone takes the server less time than the way there. */
    private void end(ChangeSet changeSet) throws LiquibaseException {
        if (reset == null) {
            reset = ServerDatabase.resetting(session, opened.database());
        }
        Sql inserted = row.inserting(changeSet, ExecType.EXECUTED);
        Sql step = recorder.ranTogether();
        try {
            session.send(Sql.together(List.of(inserted, reset, step, Sql.of("COMMIT"))));
        } catch (SQLException e) {
            opened.connection().watched().failed(END);
            throw new MigrationFailedException(changeSet, new DatabaseException(e));
        }
        if (opened.history() instanceof GuardedHistory history) {
            history.ran(changeSet);
        } else {
            opened.history().reset();
        }
    }

    private void send(ChangeSet changeSet, String sql) throws LiquibaseException {
        try (Statement statement = opened.connection().createStatement()) {
            if (sql.contains("?")) {
                // As Liquibase does.
                statement.setEscapeProcessing(false);
            }
            statement.execute(sql);
            for (SQLWarning said = statement.getWarnings(); said != null; said = said.getNextWarning()) {
                Scope.getCurrentScope().getUI().sendMessage(said.getMessage());
            }
        } catch (SQLException e) {
            throw new MigrationFailedException(changeSet, new DatabaseException(e));
        }
    }
}
