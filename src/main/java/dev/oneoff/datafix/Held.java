package dev.oneoff.datafix;

import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.Lock;
import java.util.Optional;

/**
 * One process at a time works on a fix, or several that share it. Its lock dies with its session; a process that is frozen
 * keeps it, but not its lease: when that is over, another one goes on, and what the frozen one writes when it wakes does not
 * count.
 *
 * @param hold empty when it was taken over from a frozen process
 */
record Held(Lock lock, Optional<HeldLock> hold) implements AutoCloseable {

    /** Says whether other processes work on it now. */
    boolean others() {
        return lock.others();
    }

    /** Lets go of it and says whether others still work on it: of several that leave at once, the last one knows. */
    boolean leave() {
        close();
        return others();
    }

    @Override
    public void close() {
        hold.ifPresent(HeldLock::close);
    }
}
