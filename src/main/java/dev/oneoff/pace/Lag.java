package dev.oneoff.pace;

import dev.oneoff.database.Row;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A follower that is behind, by the heartbeat that the run writes anyway. */
final class Lag implements Signal {

    private static final Duration BEGINS = Duration.ofSeconds(10);
    private static final Duration ENDS = Duration.ofSeconds(5);

    private final Sql heartbeat;
    private final String host;
    private final Clock clock;
    private final Beats beats = new Beats();
    private boolean behind;

    /**
     * Makes it.
     *
     * @param heartbeat a SELECT of the latest heartbeat, a point in time, or of NULL
     * @param host the follower's, for people
     */
    Lag(Sql heartbeat, String host, Clock clock) {
        this.heartbeat = heartbeat;
        this.host = host;
        this.clock = clock;
    }

    /** Reads the heartbeat at the primary. */
    void primary(Session session, Consumer<Reading> says) {
        latest(session).ifPresent(value -> beats.wrote(value, clock.instant()));
        says.accept(Reading.QUIET);
    }

    @Override
    public void read(Session session, Consumer<Reading> says) {
        says.accept(shows(latest(session)));
    }

    private Optional<Instant> latest(Session session) {
        return session.listIfThere(heartbeat, Lag::instant).orElse(List.of()).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Instant> instant(Row row) {
        return Optional.ofNullable(row.instantOrNull(1));
    }

    Reading shows(Optional<Instant> latest) {
        Duration lag = beats.behind(latest, clock.instant());
        behind = lag.compareTo(behind ? ENDS : BEGINS) > 0;
        return behind ? Reading.hold("the follower " + host + " is " + lag.toSeconds() + " s behind") : Reading.QUIET;
    }

    Beats beats() {
        return beats;
    }
}
