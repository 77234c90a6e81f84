package dev.oneoff.run;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop, from a signal. The work asks {@link #check} between its steps; a statement that is running is
 * cancelled at the server. Any thread.
 */
public final class Cancellation {

    private volatile @Nullable FailureKind requested;
    private final Set<Session> running = new LinkedHashSet<>();

    /** Asks to stop, and cancels the statement that is running. To be called again until the process ends. */
    public synchronized void request(FailureKind signal) {
        requested = signal;
        running.forEach(Session::cancel);
    }

    /** Says that a request to stop cancels this session, too. */
    public void watch(Session session) {
        synchronized (this) {
            running.add(session);
        }
        check();
    }

    /** Says that the work of one session is over. */
    public synchronized void unwatch(Session session) {
        running.remove(session);
    }

    /** Says that the work is over: what is still written of it is not to be cancelled. */
    public synchronized void unwatch() {
        running.clear();
    }

    /**
     * Does work that a request to stop cancels. What the server says of being cancelled is then not what is to be said.
     *
     * @param next what to do after a stop, for people
     */
    public <T> T stopping(Session session, String next, Supplier<T> work) {
        try {
            watch(session);
            return work.get();
        } catch (OneoffException e) {
            throw failure()
                    .map(stopped -> new OneoffException(stopped.hinting(next), e))
                    .orElse(e);
        } finally {
            unwatch();
        }
    }

    /** Returns what to end with when a stop was asked for. */
    public Optional<Failure> failure() {
        FailureKind signal = requested;
        if (signal == null) {
            return Optional.empty();
        }
        String name = signal == FailureKind.INTERRUPTED ? "SIGINT" : "SIGTERM";
        return Optional.of(
                new Failure(signal, "Stopped by " + name + ".", "Run the same command again: it goes on from there."));
    }

    /** Throws when a stop was asked for. */
    public void check() {
        failure().ifPresent(failure -> {
            throw new OneoffException(failure);
        });
    }
}
