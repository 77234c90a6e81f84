package dev.oneoff.lock;

import dev.oneoff.database.Session;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of an embedded database: the process that has the file open is the only one there is, so all that is left is
 * to keep two sessions of this process apart, and to write down who we are for the others.
 */
final class OpenFileLock implements Lock {

    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final String key;
    private final Optional<HolderFile> file;
    private final Session session;
    private final Clock clock;

    OpenFileLock(Session session, LockName name, Optional<HolderFile> file, Clock clock) {
        this.session = session;
        this.key = session.errors().where() + "\0" + session.schema() + "\0" + name.value();
        this.file = file;
        this.clock = clock;
    }

    @Override
    public Optional<HeldLock> tryAcquire() {
        if (!HELD_HERE.add(key)) {
            return Optional.empty();
        }
        file.ifPresent(holder -> holder.write(session.name(), clock));
        return Optional.of(new Held());
    }

    @Override
    public Optional<Holder> holder() {
        return HELD_HERE.contains(key) ? file.flatMap(HolderFile::read) : Optional.empty();
    }

    private final class Held implements HeldLock {
        private boolean held = true;

        @Override
        public void close() {
            if (held) {
                file.ifPresent(HolderFile::remove);
                HELD_HERE.remove(key);
                held = false;
            }
        }
    }
}
