package dev.oneoff.migrate.liquibase;

import dev.oneoff.run.Cancellation;
import dev.oneoff.run.RunContext;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;

/** Runs changesets one by one, each with its history row in one commit; stops between two when asked to. */
final class AtomicVisitor extends UpdateVisitor {

    private final Recorder recorder;
    private final LeftBehind leftBehind;
    private final CutOff cutOff;
    private final Cancellation cancellation;
    private final ShouldRunChangeSetFilter shouldRun;

    AtomicVisitor(RunContext run, Opened opened, Recorder recorder) throws LiquibaseException {
        this(run, opened, recorder, new ShouldRunChangeSetFilter(opened.database()));
    }

    private AtomicVisitor(RunContext run, Opened opened, Recorder recorder, ShouldRunChangeSetFilter shouldRun) {
        super(opened.database(), recorder, shouldRun);
        this.recorder = recorder;
        this.leftBehind = new LeftBehind(run);
        this.cutOff = new CutOff(run, "migrate");
        this.cancellation = run.cancellation();
        this.shouldRun = shouldRun;
    }

    @Override
    public void visit(
            ChangeSet changeSet, DatabaseChangeLog log, Database database, Set<ChangeSetFilterResult> filterResults)
            throws LiquibaseException {
        cancellation.check();
        boolean runs = shouldRun.accepts(changeSet).isAccepted();
        if (runs) {
            cutOff.check(changeSet);
        }
        if (runs && leftBehind.indexIsThere(changeSet)) {
            recorder.willRun(changeSet, log, database, database.getRunStatus(changeSet));
            database.markChangeSetExecStatus(changeSet, ExecType.EXECUTED);
            recorder.ran(changeSet, log, database, ExecType.MARK_RAN);
            database.commit();
        } else {
            super.visit(changeSet, log, database, filterResults);
        }
        recorder.committed();
    }
}
