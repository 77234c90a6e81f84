package dev.oneoff.migrate;

import dev.oneoff.database.Session;
import dev.oneoff.run.RunContext;
import java.time.Duration;
import java.util.Optional;

/** What reads changelogs and runs them. One at a time in a JVM. */
public interface ChangelogEngine {

    /**
     * Compares the changelog with the database. Writes nothing, creates nothing.
     *
     * @param session empty for a database that does not exist yet
     * @param withSql whether the statements are wanted
     */
    Plan plan(Session session, Selection selection, boolean withSql);

    /**
     * Reads the changelog for {@link #apply}. Writes nothing, creates nothing.
     *
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED when it cannot be read, CONFIGURATION when it has contexts
     *     and none was chosen
     */
    void read(Session session);

    /**
     * Compares the changelog that {@link #read} read with the database as it is now. For a caller who knows that its
     * files are still the same.
     */
    Plan planAgain(Session session);

    /**
     * Applies what is pending of the changelog that {@link #read} read, each changeset and its history row in one commit where the engine can.
     *
     * @param tag set on the last changeset when all went well; empty for none
     * @param foreignWait how long a lock row of plain Liquibase is waited for
     */
    Progressed apply(RunContext run, Selection selection, Optional<String> tag, Duration foreignWait);

    /** Lists what a rollback would take back, newest first, with its statements. Writes nothing. */
    Plan rollbackPlan(Session session, Selection back);

    /**
     * Takes changesets back, newest first; {@link Selection#toTag} stays, what came after it goes.
     *
     * @param shown see {@link RollbackRequest#shown}
     * @throws dev.oneoff.failure.OneoffException REFUSED when other changesets would go than were shown
     */
    Progressed rollback(RunContext run, Selection back, Optional<Plan> shown, Duration foreignWait);

    /** Returns where the settings of Liquibase put its tables. Writes nothing; the tables need not be there. */
    Tracking tracking(Session session);

    /** Returns who holds the lock row of plain Liquibase; empty when it is free or there is none. */
    Optional<String> foreignLock(Session session, Tracking tracking);

    /**
     * Frees the lock row of plain Liquibase if it is still held by this one.
     *
     * @param holder as {@link #foreignLock} returned it
     * @return whether it was, and is free now
     */
    boolean freeForeignLock(Session session, Tracking tracking, String holder);
}
