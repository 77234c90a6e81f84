package dev.oneoff.pace;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Sessions that wait for a lock of the run. After its batch none does: so it is looked from another session, which meets a
 * batch now and then, and what was seen counts for a while.
 */
final class Blocked implements Signal {

    private static final Duration COUNTS = Duration.ofSeconds(10);

    private final String ours;
    private final Clock clock;
    private Instant until = Instant.MIN;
    private Reading last = Reading.QUIET;

    /**
     * Makes it.
     *
     * @param ours what the names of the run's sessions are like, for LIKE
     */
    Blocked(String ours, Clock clock) {
        this.ours = ours;
        this.clock = clock;
    }

    @Override
    public void read(Session session, Consumer<Reading> says) {
        says.accept(waiting(session.list(Sql.of(PaceSql.BLOCKED).with("ours", ours), row -> row.number(1))
                .get(0)));
    }

    Reading waiting(long sessions) {
        Instant now = clock.instant();
        if (sessions > 0) {
            until = now.plus(COUNTS);
            last = Reading.slow(
                    sessions == 1 ? "a session waits for its locks" : sessions + " sessions wait for its locks");
        }
        return now.isBefore(until) ? last : Reading.QUIET;
    }
}
