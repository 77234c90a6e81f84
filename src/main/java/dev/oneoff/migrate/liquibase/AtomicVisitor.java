package dev.oneoff.migrate.liquibase;

import dev.oneoff.run.Cancellation;
import dev.oneoff.run.RunContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.statement.core.RawParameterizedSqlStatement;

/** Runs changesets one by one, each with its history row in one commit; stops between two when asked to. */
final class AtomicVisitor extends UpdateVisitor {

    private final Recorder recorder;
    private final LeftBehind leftBehind;
    private final CutOff cutOff;
    private final Cancellation cancellation;
    private final ShouldRunChangeSetFilter shouldRun;
    private final PlainChangeset plain;
    private final boolean undoesDdl;

    AtomicVisitor(RunContext run, Opened opened, Recorder recorder) throws LiquibaseException {
        this(run, opened, recorder, new ShouldRunChangeSetFilter(opened.database()));
    }

    private AtomicVisitor(RunContext run, Opened opened, Recorder recorder, ShouldRunChangeSetFilter shouldRun) {
        super(opened.database(), recorder, shouldRun);
        this.recorder = recorder;
        this.leftBehind = new LeftBehind(run);
        this.cutOff = recorder.cutOff();
        this.cancellation = run.cancellation();
        this.shouldRun = shouldRun;
        this.plain = new PlainChangeset(run.session(), opened, recorder);
        this.undoesDdl = run.session().dialect().transactionalDdl();
    }

    @Override
    public void visit(
            ChangeSet changeSet, DatabaseChangeLog log, Database database, Set<ChangeSetFilterResult> filterResults)
            throws LiquibaseException {
        cancellation.check();
        Optional<List<String>> left = Optional.empty();
        boolean runs = shouldRun.accepts(changeSet).isAccepted();
        if (runs) {
            cutOff.check(changeSet);
            left = leftBehind.left(changeSet);
        }
        if (left.isPresent()) {
            finish(changeSet, log, database, left.get());
        } else if (runs && undoesDdl && PlainChangeset.is(changeSet)) {
            plain.run(changeSet, log);
        } else {
            super.visit(changeSet, log, database, filterResults);
        }
        recorder.committed();
    }

    /** Runs what is left of a changeset that an earlier try began, outside a transaction as it began. */
    private void finish(ChangeSet changeSet, DatabaseChangeLog log, Database database, List<String> left)
            throws LiquibaseException {
        recorder.willRun(changeSet, log, database, database.getRunStatus(changeSet));
        Executor executor =
                Scope.getCurrentScope().getSingleton(ExecutorService.class).getExecutor("jdbc", database);
        database.setAutoCommit(true);
        for (String sql : left) {
            executor.execute(new RawParameterizedSqlStatement(sql));
        }
        database.setAutoCommit(false);
        // With a row it is updated; another one beside it would never go away again.
        ExecType type = database.getRanChangeSet(changeSet) == null ? ExecType.EXECUTED : ExecType.RERAN;
        database.markChangeSetExecStatus(changeSet, type);
        recorder.ran(changeSet, log, database, type);
        database.commit();
    }
}
