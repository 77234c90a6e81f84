package dev.oneoff.run;

import dev.oneoff.database.Session;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop, from a signal. The work asks {@link #check} between its steps; a statement that is running is
 * cancelled at the server. Any thread.
 */
public final class Cancellation {

    private volatile @Nullable FailureKind requested;
    private @Nullable Session running;

    /** Asks to stop, and cancels the statement that is running. To be called again until the process ends. */
    public synchronized void request(FailureKind signal) {
        requested = signal;
        if (running != null) {
            running.cancel();
        }
    }

    /** Says which session a request to stop cancels. */
    void watch(Session session) {
        synchronized (this) {
            running = session;
        }
        check();
    }

    /** Says that the session's work is over: what is still written of it is not to be cancelled. */
    public synchronized void unwatch() {
        running = null;
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
