package dev.oneoff.pace;

import dev.oneoff.database.Session;
import dev.oneoff.failure.OneoffException;
import java.util.function.Consumer;

/**
 * Vacuums a table when a tenth of it is dead, while the run waits: between batches nobody of the run holds a snapshot that
 * keeps dead rows. A VACUUM that helped little (a long transaction of somebody else, no right to it) is not tried again
 * before there are twice as many.
 */
final class Vacuum implements Signal {

    private static final long FEW = 10_000;
    private static final int SHARE = 10;

    private final String table;
    private final String shown;
    private long left;
    private boolean announced;

    /**
     * Makes it.
     *
     * @param table quoted, with its schema
     * @param shown the same for people
     */
    Vacuum(String table, String shown) {
        this.table = table;
        this.shown = shown;
    }

    @Override
    public void read(Session session, Consumer<Reading> says) {
        Rows rows = Rows.of(session, table);
        if (!due(rows)) {
            says.accept(Reading.QUIET);
        } else if (!announced) {
            // The next time it is read the batch under way is over, and the run waits.
            says.accept(Reading.hold("VACUUM of %s, which has %,d dead rows".formatted(shown, rows.dead())));
        } else {
            vacuum(session, rows, says);
        }
        announced = !announced && due(rows);
    }

    private void vacuum(Session session, Rows rows, Consumer<Reading> says) {
        try {
            if (!session.pooled()) {
                session.execute("SET statement_timeout = '10min'");
                session.execute("SET lock_timeout = '5s'");
            }
            session.execute("VACUUM " + table);
            left = Rows.of(session, table).dead();
            says.accept(Reading.QUIET);
        } catch (OneoffException e) {
            left = rows.dead();
            says.accept(Reading.note(
                    "VACUUM of " + shown + " failed: " + e.failure().title()));
        }
    }

    boolean due(Rows rows) {
        return rows.dead() >= FEW && rows.dead() * SHARE >= rows.live() && rows.dead() >= left * 2;
    }
}
