package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.RunContext;
import dev.oneoff.sql.ConcurrentIndex;
import dev.oneoff.sql.QualifiedName;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseList;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier try of a concurrent index build left behind, which no rollback could undo. An invalid index is dropped and built again; IF NOT EXISTS would take it for a good one.
 */
final class LeftBehind {

    // A build holds this lock on its table from its beginning to its end. pg_stat_progress_create_index does not name
    // the
    // index to a role that may not read everything; the locks everybody sees.
    private static final String INDEX = """
            SELECT i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid), quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                   (SELECT min(l.pid) FROM pg_catalog.pg_locks AS l
                    WHERE l.locktype = 'relation' AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted
                      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
                      AND l.relation IN (t.oid, i.indexrelid) AND l.pid <> pg_catalog.pg_backend_pid())
            FROM pg_catalog.pg_class AS t
            JOIN pg_catalog.pg_class AS c ON c.relnamespace = t.relnamespace AND c.relname = :index
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
            WHERE t.oid = to_regclass(:table)""";

    private final RunContext run;
    private final Session session;

    LeftBehind(RunContext run) {
        this.run = run;
        this.session = run.session();
    }

    /** What is in the database under the name of an index to be built, and who may be at work on it. */
    private record Found(
            boolean valid,
            String definition,
            String name,
            @Nullable Integer builder) {}

    /**
     * Makes way for concurrent index builds.
     *
     * @return the statements that are left of a changeset that does nothing but build indexes and found some of them built
     *     already, maybe all; empty for one that has to run as it stands
     * @throws OneoffException when a different index has the name
     */
    Optional<List<String>> left(ChangeSet changeSet) {
        if (changeSet.isRunInTransaction() || !session.dialect().transactionalDdl()) {
            return Optional.empty();
        }
        List<String> left = new ArrayList<>();
        boolean onlyBuilds = isPlain(changeSet);
        boolean some = false;
        for (Statement statement : statements(changeSet)) {
            Optional<ConcurrentIndex> index = statement
                    .concurrentIndex()
                    .filter(concurrent -> concurrent.action() == ConcurrentIndex.Action.CREATE);
            onlyBuilds &= index.isPresent();
            if (index.isPresent() && look(changeSet, statement, index.get())) {
                some = true;
            } else {
                left.add(statement.text());
            }
        }
        return some && onlyBuilds ? Optional.of(left) : Optional.empty();
    }

    /** Says whether the changeset is its statements and no more. */
    private static boolean isPlain(ChangeSet changeSet) {
        return changeSet.getPreconditions() == null
                && changeSet.getSqlVisitors().isEmpty()
                && !Boolean.FALSE.equals(changeSet.getFailOnError())
                && changeSet.getChanges().stream()
                        .allMatch(change -> change instanceof AbstractSQLChange sql && sql.getEndDelimiter() == null);
    }

    private static List<Statement> statements(ChangeSet changeSet) {
        List<Statement> statements = new ArrayList<>();
        for (Change change : changeSet.getChanges()) {
            boolean here = change instanceof AbstractSQLChange given
                    && DatabaseList.definitionMatches(given.getDbms(), "postgresql", true);
            if (here && change instanceof AbstractSQLChange sql && sql.getSql() != null) {
                statements.addAll(SqlScript.statements(sql.getSql()));
            }
        }
        return statements;
    }

    private boolean look(ChangeSet changeSet, Statement statement, ConcurrentIndex wanted) {
        Optional<Found> there = wanted.index().flatMap(index -> wanted.table().flatMap(table -> find(index, table)));
        if (there.isEmpty()) {
            return false;
        }
        Found found = there.get();
        if (!found.valid() && found.builder() != null) {
            throw new OneoffException(
                    FailureKind.LOCKED,
                    "Index " + found.name() + " is being built by another session, pid " + found.builder()
                            + ", or a VACUUM holds the lock of a build on its table.",
                    "Run migrate again when that session is done.");
        }
        if (!found.valid()) {
            run.journal()
                    .warn("index " + found.name()
                            + " is invalid, left by a build that did not end: dropping it to build it again");
            session.rollBack();
            session.execute("DROP INDEX CONCURRENTLY " + found.name());
            return false;
        }
        if (wanted.isTolerant()) {
            return false;
        }
        if (IndexDefinition.same(statement.text(), found.definition())) {
            run.journal().say("index " + found.name() + " is there already");
            return true;
        }
        throw new OneoffException(
                FailureKind.INPUT_REJECTED,
                "Changeset " + ChangesetSql.id(changeSet) + " builds index " + found.name() + ": "
                        + EngineErrors.oneLine(statement.text()) + "; another one has that name: "
                        + found.definition(),
                "Drop or rename the one that is there, or say CREATE INDEX CONCURRENTLY IF NOT EXISTS to keep it.");
    }

    private Optional<Found> find(QualifiedName index, QualifiedName table) {
        return session
                .list(
                        Sql.of(INDEX).with("index", index.last().name()).with("table", table.quoted()),
                        row -> new Found(row.flag(1), row.text(2), row.text(3), row.intOrNull(4)))
                .stream()
                .findFirst();
    }
}
