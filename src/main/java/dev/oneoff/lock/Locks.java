package dev.oneoff.lock;

import dev.oneoff.database.Session;
import java.time.Clock;
import java.util.Optional;

/** Chooses the kind of lock an engine has. */
public final class Locks {

    private Locks() {}

    /**
     * Returns the lock of that name in the session's schema, and in the others the name has.
     *
     * @param holderFile where an embedded database says who has it open; empty when it has no file
     */
    public static Lock of(Session session, LockName name, Optional<HolderFile> holderFile, Clock clock) {
        return session.dialect().advisoryLocks()
                ? new AdvisoryLock(session, name, false)
                : new OpenFileLock(session, name, holderFile, clock);
    }

    /**
     * Returns the lock of that name that is shared: held by many at once, and by none while somebody holds {@link #of} it.
     * For engines with locks that die with their session.
     */
    public static Lock shared(Session session, LockName name) {
        return new AdvisoryLock(session, name, true);
    }
}
