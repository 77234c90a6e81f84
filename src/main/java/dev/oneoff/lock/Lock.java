package dev.oneoff.lock;

import java.util.Optional;

/** One process at a time. Not acquired is a normal answer, not an exception. */
public interface Lock {

    /** Takes the lock if it is free, at once. */
    Optional<HeldLock> tryAcquire();

    /** Says whether a session other than this one holds it. */
    boolean others();

    /**
     * Says whether whoever holds it is at work: in a statement now, or in the last thirty seconds. False where that
     * cannot be seen.
     */
    boolean busy();

    /** Returns who holds the lock; empty when it is free or the holder cannot be seen. */
    Optional<Holder> holder();
}
