package dev.oneoff.migrate.liquibase;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.migrate.ChangesetId;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.exception.RollbackImpossibleException;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.util.StringUtil;

/** The SQL of a changeset, without running any of it. */
final class ChangesetSql {

    private final Database database;

    ChangesetSql(Database database) {
        this.database = database;
    }

    static ChangesetId id(ChangeSet changeSet) {
        return new ChangesetId(changeSet.getFilePath(), changeSet.getId(), changeSet.getAuthor());
    }

    /** Returns the statements that would run; changes in Java and shell commands have none. */
    List<String> forward(ChangeSet changeSet) {
        List<String> sql = new ArrayList<>();
        for (Change change : changeSet.getChanges()) {
            if (!isOpaque(change)) {
                addForward(sql, change);
            }
        }
        return sql;
    }

    private void addForward(List<String> sql, Change change) {
        try {
            add(sql, SqlGeneratorFactory.getInstance().generateSql(change, database));
        } catch (UnexpectedLiquibaseException e) {
            // Some changes look into the database for what an earlier pending one will bring.
            sql.add("-- " + change.getSerializedObjectName()
                    + ": cannot be shown before the changesets above have run");
        }
    }

    /** Returns the statements that would take it back. */
    List<String> back(ChangeSet changeSet) {
        List<String> sql = new ArrayList<>();
        if (changeSet.getRollback() != null
                && !changeSet.getRollback().getChanges().isEmpty()) {
            for (Change change : changeSet.getRollback().getChanges()) {
                if (!isOpaque(change)) {
                    add(sql, SqlGeneratorFactory.getInstance().generateSql(change, database));
                }
            }
            return sql;
        }
        List<Change> changes = changeSet.getChanges();
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change instanceof AbstractSQLChange) {
                throw noRollback(changeSet);
            }
            if (!isOpaque(change)) {
                try {
                    add(
                            sql,
                            SqlGeneratorFactory.getInstance()
                                    .generateSql(change.generateRollbackStatements(database), database));
                } catch (RollbackImpossibleException e) {
                    throw noRollback(changeSet);
                }
            }
        }
        return sql;
    }

    private static OneoffException noRollback(ChangeSet changeSet) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "Changeset " + id(changeSet) + " says nothing of how it is taken back.",
                "Nothing was changed. Write its way back (rollback: in YAML, XML, JSON; --rollback DROP TABLE …; in SQL).");
    }

    /** Returns what the SQL cannot show. */
    static List<String> notes(ChangeSet changeSet) {
        List<String> notes = new ArrayList<>();
        for (Change change : changeSet.getChanges()) {
            if (change instanceof CustomChangeWrapper custom) {
                notes.add("a change in Java, " + custom.getClassName() + ": what it does cannot be shown");
            } else if (change instanceof LoadDataChange data) {
                notes.add("loads the rows of " + data.getFile() + " into " + data.getTableName());
            } else if (change instanceof TagDatabaseChange tag) {
                notes.add("sets the tag " + tag.getTag());
            } else if (change instanceof ExecuteShellCommandChange) {
                notes.add("a shell command: " + change.getConfirmationMessage());
            }
        }
        if (changeSet.getPreconditions() != null
                && !changeSet.getPreconditions().getNestedPreconditions().isEmpty()) {
            notes.add("has preconditions: they are looked at when it runs");
        }
        return notes;
    }

    /** Refuses what would break the transaction the changeset runs in, or cannot run through a driver at all. */
    void refuseUnrunnable(ChangeSet changeSet) {
        refuse(changeSet, changeSet.getChanges());
    }

    /** Refuses the same in the way back. */
    void refuseUnrunnableRollback(ChangeSet changeSet) {
        if (changeSet.getRollback() != null) {
            refuse(changeSet, changeSet.getRollback().getChanges());
        }
    }

    private static void refuse(ChangeSet changeSet, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof AbstractSQLChange sql && sql.getSql() != null) {
                for (String piece : pieces(changeSet, sql)) {
                    SqlScript.statements(piece).forEach(statement -> refuse(changeSet, statement));
                }
            }
        }
    }

    private static String[] pieces(ChangeSet changeSet, AbstractSQLChange sql) {
        return sql.getEndDelimiter() == null
                ? new String[] {sql.getSql()}
                : StringUtil.processMultiLineSQL(sql.getSql(), true, true, sql.getEndDelimiter(), changeSet);
    }

    private static void refuse(ChangeSet changeSet, Statement statement) {
        String first = statement.text().lines().findFirst().orElse("");
        if (statement.controlsTransaction()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Changeset " + id(changeSet) + " begins or ends a transaction itself: " + first,
                    "Nothing was changed. Take " + first
                            + " out: a changeset and its history row are committed together."
                            + " For statements that cannot run in a transaction say runInTransaction:false.");
        }
        if (statement.freesAllLocks()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Changeset " + id(changeSet) + " frees all locks of the session, so also the one of this run: "
                            + first,
                    "Nothing was changed. Take " + first
                            + " out: a second migration could begin meanwhile. To put settings back say RESET ALL.");
        }
        if (statement.isCopyFromStdin()) {
            throw new OneoffException(
                    FailureKind.INPUT_REJECTED,
                    "Changeset " + id(changeSet) + " has a COPY … FROM STDIN, which only psql can run: " + first,
                    "Nothing was changed. Write INSERTs or a loadData change, or load the rows with psql's \\copy.");
        }
    }

    private static boolean isOpaque(Change change) {
        return change instanceof CustomChangeWrapper || change instanceof ExecuteShellCommandChange;
    }

    private static void add(List<String> sql, Sql[] generated) {
        for (Sql statement : generated) {
            sql.add(statement.toSql());
        }
    }
}
