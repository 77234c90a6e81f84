package dev.oneoff.run;

import dev.oneoff.database.Sql;
import dev.oneoff.ledger.RunRow;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The runs that say they work, and whose process is gone: they have no session any more. One that waits for its turn says that
 * it is running, too, and has one.
 *
 * @param commands whose runs are looked at
 */
public record LostRuns(RunContext run, Set<String> commands) {

    /** Everybody may read these two columns of other roles' sessions. */
    private static final String ALIVE = """
            SELECT pid
            FROM pg_catalog.pg_stat_activity
            WHERE application_name LIKE 'oneoff/' || :run || '/%'""";

    /** Calls those lost that are about this. To be called by whoever works on it alone. */
    public void of(String subject) {
        lose(other -> other.subject().equals(subject));
    }

    /** Calls all of them lost. */
    public void all() {
        lose(other -> true);
    }

    private void lose(Predicate<RunRow> meant) {
        for (RunRow other : run.ledger().running(commands)) {
            boolean dead = meant.test(other) && !other.id().equals(run.id()) && !alive(other.id());
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
