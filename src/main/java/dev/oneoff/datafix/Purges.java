package dev.oneoff.datafix;

import dev.oneoff.config.DurationText;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.datafix.purge.Purge;
import dev.oneoff.datafix.purge.Purged;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.run.LostRuns;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Outcome;
import dev.oneoff.run.Pooler;
import dev.oneoff.run.RunContext;
import dev.oneoff.run.RunRequest;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deleting what fixes kept: when somebody says so, and a little of it before each command that writes.
 *
 * @param retention how long after a fix was over
 */
record Purges(Database database, Surroundings surroundings, Pooler pooler, Duration retention) {

    private static final String COMMAND = "datafix purge";

    /** Work does not wait longer than this for what is none of its business. */
    private static final Duration BESIDE = Duration.ofSeconds(2);

    /** Counts what would be deleted; writes nothing. */
    Purged preview(Duration lockWait) {
        try (Session session = opening(lockWait).read(new Runs(database, surroundings).sessionName(COMMAND))) {
            session.requireSchema();
            return purge(session).ahead();
        }
    }

    /** Deletes all of it. */
    Outcome<Purged> purge(Duration lockWait) {
        Runs runs = new Runs(database, surroundings);
        try (Session session = opening(lockWait).write(runs.sessionName(COMMAND))) {
            pooler.pass(session);
            return new Grants(session, List.of())
                    .outcome(() -> runs.execute(session, RunRequest.of(COMMAND, ""), run -> {
                        new LostRuns(run, Holding.COMMANDS).of("");
                        Purged purged = purge(session).run(() -> {
                            run.cancellation().check();
                            return true;
                        });
                        return Outcome.done(purged, "purged " + purged.text());
                    }));
        }
    }

    /** Deletes as much as a moment allows. What goes wrong with it is said and stops nobody. */
    void beside(RunContext run) {
        Instant end = run.clock().instant().plus(BESIDE);
        try {
            Purged purged = purge(run.session())
                    .run(() -> run.cancellation().failure().isEmpty()
                            && run.clock().instant().isBefore(end));
            if (!purged.nothing()) {
                run.journal()
                        .say("purged " + purged.text() + ", over for " + DurationText.write(retention) + " and longer");
            }
        } catch (OneoffException e) {
            run.cancellation().check();
            run.journal()
                    .warn("old values were not purged: " + e.getMessage() + " To try it alone: oneoff datafix purge");
        }
    }

    private Purge purge(Session session) {
        return new Purge(
                session, surroundings.clock(), surroundings.clock().instant().minus(retention));
    }

    private Opening opening(Duration lockWait) {
        return new Opening(database, surroundings, Duration.ZERO, lockWait);
    }
}
