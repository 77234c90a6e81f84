package dev.oneoff.pace;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.lock.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts together what a run on a server watches, then begins. For one thread. */
public final class Watching {

    private static final Duration OFTEN = Duration.ofMillis(500);
    private static final Duration USUAL = Duration.ofSeconds(2);

    private final Database database;
    private final String name;
    private final Clock clock;
    private final Pause pause;
    private final Board board;
    private final List<Watched> here = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param database where the run works
     * @param name what the watching sessions are called; not a name that the run's own have
     */
    public Watching(Database database, String name, Clock clock, Pause pause) {
        this.database = database;
        this.name = name;
        this.clock = clock;
        this.pause = pause;
        this.board = new Board(clock);
    }

    /**
     * Watches who waits for the run.
     *
     * @param ours what the names of the run's sessions are like, for LIKE
     */
    public Watching blocked(String ours) {
        here.add(new Watched("blocked sessions", false, OFTEN, new Blocked(ours, clock)));
        return this;
    }

    /**
     * Watches the dead rows of a table.
     *
     * @param table quoted, with its schema
     * @param shown the same for people
     */
    public Watching dead(String table, String shown) {
        here.add(new Watched("dead rows of " + shown, false, USUAL, new DeadRows(table, shown)));
        return this;
    }

    /**
     * Vacuums a table between batches.
     *
     * @param table quoted, with its schema
     * @param shown the same for people
     */
    public Watching vacuum(String table, String shown) {
        Watched watched = new Watched("vacuum of " + shown, false, OFTEN, new Vacuum(table, shown));
        watch(() -> database.open(name), List.of(watched));
        return this;
    }

    /** Lets the application say when to wait. */
    public Watching throttle(Throttle throttle) {
        here.add(new Watched("the throttle query", true, USUAL, throttle));
        return this;
    }

    /**
     * Watches how far a follower is behind.
     *
     * @param heartbeat a SELECT of the latest heartbeat of the run, a point in time, or of NULL; the same on both
     */
    public Watching follower(Database follower, Sql heartbeat) {
        Lag lag = new Lag(heartbeat, follower.address().host(), clock);
        here.add(new Watched("the heartbeat", true, USUAL, lag::primary));
        watch(
                () -> limited(follower.openReadOnly(name)),
                List.of(new Watched("the follower " + follower.address().host(), true, USUAL, lag)));
        return this;
    }

    /** Begins to watch; the pace's closing ends it. */
    public Pace begin(Tempo tempo) {
        watch(() -> limited(database.openReadOnly(name)), here);
        Pace pace = new Pace(tempo.rhythm(), clock, pause, board, watchers);
        watchers.forEach(Watcher::start);
        return pace;
    }

    private void watch(Supplier<Session> opening, List<Watched> signals) {
        watchers.add(new Watcher(opening, signals, board, clock, pause));
    }

    /** What is read every few seconds must not take longer. Through a pooler the setting would be the next client's. */
    private static Session limited(Session session) {
        if (!session.pooled()) {
            session.execute("SET statement_timeout = '5s'");
        }
        return session;
    }
}
