package dev.oneoff.lock;

import java.time.Duration;

/** Lets time pass between two polls. Handed in, so that tests need not wait. */
@FunctionalInterface
public interface Pause {

    /** Sleeps on the calling thread; returns early, with the thread's interrupt mark set, when it is interrupted. */
    Pause SLEEP = duration -> {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    };

    /** Lets that much time pass. */
    void of(Duration duration);
}
