package dev.oneoff.lock;

import dev.oneoff.database.Session;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The lock of an embedded database: the process that has the file open is the only one there is, so all that is left is
 * to keep two sessions of this process apart, and to write down who we are for the others.
 */
final class OpenFileLock implements Lock {

    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Set<String> keys;
    private final Optional<HolderFile> file;
    private final Session session;
    private final Clock clock;

    OpenFileLock(Session session, LockName name, Optional<HolderFile> file, Clock clock) {
        this.session = session;
        this.keys = name.schemas(session.schema()).stream()
                .map(schema -> session.errors().where() + "\0" + schema + "\0" + name.value())
                .collect(Collectors.toUnmodifiableSet());
        this.file = file;
        this.clock = clock;
    }

    @Override
    public Optional<HeldLock> tryAcquire() {
        synchronized (HELD_HERE) {
            if (!Collections.disjoint(HELD_HERE, keys)) {
                return Optional.empty();
            }
            HELD_HERE.addAll(keys);
        }
        file.ifPresent(holder -> holder.write(session.name(), clock));
        return Optional.of(new Held());
    }

    @Override
    public boolean others() {
        return false;
    }

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public Optional<Holder> holder() {
        return Collections.disjoint(HELD_HERE, keys) ? Optional.empty() : file.flatMap(HolderFile::read);
    }

    private final class Held implements HeldLock {
        private boolean held = true;

        @Override
        public void close() {
            if (held) {
                file.ifPresent(HolderFile::remove);
                HELD_HERE.removeAll(keys);
                held = false;
            }
        }
    }
}
