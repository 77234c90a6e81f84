package dev.oneoff.migrate.liquibase;

import dev.oneoff.run.Cancellation;
import dev.oneoff.run.RunContext;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.visitor.RollbackVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;

/** Takes changesets back one by one; stops between two when asked to. */
final class BackwardVisitor extends RollbackVisitor {

    private final Recorder recorder;
    private final CutOff cutOff;
    private final Cancellation cancellation;

    BackwardVisitor(RunContext run, Opened opened, Recorder recorder) {
        super(opened.database(), recorder);
        this.recorder = recorder;
        this.cutOff = recorder.cutOff();
        this.cancellation = run.cancellation();
    }

    @Override
    public void visit(
            ChangeSet changeSet, DatabaseChangeLog log, Database database, Set<ChangeSetFilterResult> filterResults)
            throws LiquibaseException {
        cancellation.check();
        cutOff.check(changeSet);
        super.visit(changeSet, log, database, filterResults);
        recorder.committed();
    }
}
