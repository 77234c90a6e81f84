package dev.oneoff.migrate.liquibase;

import dev.oneoff.config.MigrateSettings;
import dev.oneoff.database.Session;
import dev.oneoff.migrate.ChangelogEngine;
import dev.oneoff.migrate.ChangelogSource;
import dev.oneoff.migrate.Plan;
import dev.oneoff.migrate.Progressed;
import dev.oneoff.migrate.Selection;
import dev.oneoff.migrate.Tracking;
import dev.oneoff.run.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;
import org.jspecify.annotations.Nullable;

/** Runs changelogs with Liquibase 4.33.0, which it drives below its commands: they print, lock and commit on their own. */
public final class LiquibaseEngine implements ChangelogEngine {

    private final ChangelogSource source;
    private final MigrateSettings settings;
    private final EngineScope scope;
    private @Nullable DatabaseChangeLog read;
    private boolean readOutside;

    /** Makes an engine for one changelog; reads nothing yet. */
    public LiquibaseEngine(ChangelogSource source, MigrateSettings settings) {
        this.source = source;
        this.settings = settings;
        this.scope = new EngineScope(source);
    }

    @Override
    public Plan plan(Session session, Selection selection, boolean withSql) {
        return inScope(session, resources -> {
            Opened opened = Opened.open(session, source, settings);
            return new Planner(opened).forward(selection, withSql, resources);
        });
    }

    @Override
    public void read(Session session) {
        read = inScope(session, resources -> {
            DatabaseChangeLog log = Opened.open(session, source, settings).log();
            readOutside = resources.readOutside();
            return log;
        });
    }

    private DatabaseChangeLog log() {
        if (read == null) {
            throw new IllegalStateException("the changelog was not read yet");
        }
        return read;
    }

    @Override
    public Plan planAgain(Session session) {
        return inScope(
                session,
                resources ->
                        new Planner(Opened.again(session, log(), settings)).forward(Selection.ALL, false, resources));
    }

    @Override
    public Plan rollbackPlan(Session session, Selection back) {
        return inScope(session, resources -> new Backward(Opened.open(session, source, settings)).plan(back));
    }

    @Override
    public Progressed apply(RunContext run, Selection selection, Optional<String> tag, Duration foreignWait) {
        Session session = run.session();
        return inScope(session, resources -> {
            Opened opened = Opened.again(session, log(), settings);
            return locked(run, opened, foreignWait, () -> {
                List<String> warnings = new ArrayList<>(opened.validate());
                new Planner(opened).ahead().ifPresent(warnings::add);
                warnings.forEach(run.journal()::warn);
                List<ChangeSet> pending = Planner.pending(opened, selection);
                ChangesetSql sql = new ChangesetSql(opened.database());
                pending.forEach(sql::refuseUnrunnable);
                Optional<Tagging> tagging = tag.map(name -> new Tagging(opened, name));
                if (tagging.isPresent()) {
                    tagging.get().refuseIfTaken(pending);
                }
                Recorder recorder = new Recorder(run, opened.connection());
                Working working = new Working(run, opened, recorder);
                Progressed progressed = working.forward(selection);
                if (progressed.failure().isEmpty() && tagging.isPresent()) {
                    progressed = tagging.get().set(progressed, run.cancellation());
                }
                warnings.addAll(progressed.warnings());
                return new Progressed(
                        progressed.steps(),
                        progressed.failure(),
                        progressed.tagged(),
                        warnings,
                        progressed.settled() && !readOutside && !resources.readOutside());
            });
        });
    }

    @Override
    public Progressed rollback(RunContext run, Selection back, Optional<Plan> shown, Duration foreignWait) {
        Session session = run.session();
        return inScope(session, resources -> {
            Opened opened = Opened.open(session, source, settings);
            return locked(run, opened, foreignWait, () -> {
                Backward backward = new Backward(opened);
                Plan found = backward.plan(back);
                shown.ifPresent(plan -> Backward.requireShown(plan, found));
                Recorder recorder = new Recorder(run, opened.connection());
                return new Working(run, opened, recorder).backward(back, backward.iterator(back));
            });
        });
    }

    private <T> T locked(RunContext run, Opened opened, Duration foreignWait, Guarded<T> work) throws Exception {
        ForeignLock.prepare(opened.database());
        run.session().rollBack();
        ForeignLock row = new ForeignLock(run.session(), opened.tracking());
        row.take(run, foreignWait);
        try {
            opened.connection().setAutoCommit(false);
            opened.prepareTables();
            return work.run();
        } finally {
            run.cancellation().unwatch();
            run.session().rollBack();
            if (run.session().alive()) {
                row.release(run.id());
            }
        }
    }

    private <T> T inScope(Session session, EngineScope.Work<T> work) {
        try {
            return scope.run(error -> EngineErrors.translate(error, session.errors()), resources -> {
                SteadySettings.install();
                return work.run(resources);
            });
        } finally {
            session.rollBack();
        }
    }

    @Override
    public Tracking tracking(Session session) {
        return inScope(session, resources -> Opened.attach(session, settings).tracking());
    }

    @Override
    public Optional<String> foreignLock(Session session, Tracking tracking) {
        return new ForeignLock(session, tracking).holder();
    }

    @Override
    public boolean freeForeignLock(Session session, Tracking tracking, String holder) {
        return new ForeignLock(session, tracking).free(holder);
    }

    /** Work under the lock row. */
    @FunctionalInterface
    private interface Guarded<T> {
        T run() throws LiquibaseException;
    }
}
