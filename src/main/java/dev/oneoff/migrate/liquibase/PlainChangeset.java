package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
 * statements are sent as Liquibase makes them; only what Liquibase does around each of them falls away, which took longer
 * than the statements (generating them a second time for its log, scopes, settings looked up anew).
 */
final class PlainChangeset {

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

    /** Says whether this is one, given that it has to run: one that may have run before is not. */
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
        Sql history = row.inserting(changeSet, ExecType.EXECUTED);
        Sql step = recorder.ranTogether();
        try {
            session.send(Sql.together(List.of(history, reset, step, Sql.of("COMMIT"))));
        } catch (SQLException e) {
            throw new MigrationFailedException(changeSet, new DatabaseException(e));
        }
        opened.history().ran(changeSet);
    }

    private void send(ChangeSet changeSet, String sql) throws LiquibaseException {
        try (Statement statement = opened.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            if (sql.contains("?")) {
                // As Liquibase does: elsewhere the driver's {d '…'} and {fn …} mean what they mean there.
                statement.setEscapeProcessing(false);
            }
            statement.execute(sql);
        } catch (SQLException e) {
            throw new MigrationFailedException(changeSet, new DatabaseException(e));
        }
    }
}
