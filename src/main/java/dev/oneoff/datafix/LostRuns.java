package dev.oneoff.datafix;

import dev.oneoff.database.Sql;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.run.RunContext;
import java.util.Set;

/**
 * The runs that say they work on a fix, and whose process is gone: they have no session any more. One that waits for the fix
 * says that it is running, too, and has one.
 */
record LostRuns(RunContext run) {

    private static final Set<String> COMMANDS =
            Set.of("datafix apply", "datafix revert", "datafix pause", "datafix cancel", "datafix purge");

    /** Everybody may read these two columns of other roles' sessions. */
    private static final String ALIVE = """
            SELECT pid
            FROM pg_catalog.pg_stat_activity
            WHERE application_name LIKE 'oneoff/' || :run || '/%'""";

    /** Calls them lost. To be called by whoever holds the fix. */
    void of(String subject) {
        for (RunRow other : run.ledger().running(COMMANDS)) {
            boolean dead = other.subject().equals(subject) && !other.id().equals(run.id()) && !alive(other.id());
            if (dead && run.ledger().lose(other.id())) {
                run.journal()
                        .warn("an earlier " + other.command() + " ended without a word; see: oneoff history "
                                + other.id());
            }
        }
    }

    /** Whoever has an embedded database open is alone with it. */
    private boolean alive(String id) {
        return run.session().dialect().advisoryLocks()
                && !run.session()
                        .list(Sql.of(ALIVE).with("run", id), row -> row.number(1))
                        .isEmpty();
    }
}
