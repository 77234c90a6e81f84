package dev.oneoff.pace;

import dev.oneoff.database.Session;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads signals of one server, on a thread and a session of its own: so a batch under way is seen too, and a server that
 * does not answer holds up nobody. A session that is lost is opened again.
 */
final class Watcher implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final long LEAVING_MILLIS = 1_000;

    private final Supplier<Session> opening;
    private final List<Watched> signals;
    private final Board board;
    private final Clock clock;
    private final Pause pause;
    private final Map<String, Instant> due = new HashMap<>();
    private final Thread thread = new Thread(this::watch, "oneoff-watch");
    private volatile boolean closed;
    private volatile @Nullable Session session;

    /**
     * Makes it; nothing is read yet.
     *
     * @param opening opens a session, as often as one is lost
     */
    Watcher(Supplier<Session> opening, List<Watched> signals, Board board, Clock clock, Pause pause) {
        this.opening = opening;
        this.signals = List.copyOf(signals);
        this.board = board;
        this.clock = clock;
        this.pause = pause;
        signals.forEach(watched -> board.add(watched.name(), watched.required()));
        thread.setDaemon(true);
    }

    Watcher start() {
        thread.start();
        return this;
    }

    private void watch() {
        while (!closed) {
            round();
            pause.of(TICK);
        }
        leave();
    }

    /** Reads whatever it is time for. */
    void round() {
        for (Watched watched : signals) {
            Instant now = clock.instant();
            if (!closed && !now.isBefore(due.getOrDefault(watched.name(), now))) {
                due.put(watched.name(), now.plus(watched.every()));
                read(watched).ifPresent(why -> board.failed(watched.name(), why));
            }
        }
    }

    /** Reads one; returns why that failed. */
    private Optional<String> read(Watched watched) {
        try {
            Session open = session;
            if (open == null) {
                open = opening.get();
                session = open;
            }
            watched.signal().read(open, reading -> board.said(watched.name(), reading));
            return Optional.empty();
        } catch (OneoffException e) {
            Session open = session;
            if (open != null && !open.alive()) {
                leave();
            }
            return Optional.of(e.failure().title());
        }
    }

    private void leave() {
        Session open = session;
        session = null;
        if (open != null) {
            attempt(open::close);
        }
    }

    private static void attempt(Runnable ending) {
        try {
            ending.run();
        } catch (OneoffException lost) {
            // The session is gone already, and that was all that was wanted of it.
        }
    }

    /** Asks it to end; what is being read is cancelled. */
    void stop() {
        closed = true;
        Session open = session;
        if (open != null) {
            attempt(open::cancel);
        }
        thread.interrupt();
    }

    /** Ends the watch, without waiting long for a server that does not answer. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(LEAVING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
