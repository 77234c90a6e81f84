package dev.oneoff.contract;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.lock.HeldLock;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.support.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Databases as the product opens them. */
final class Engines {

    private Engines() {}

    static Database postgres(TestDatabase database) {
        return new Database(address(database.url(), Path.of("")));
    }

    static Database h2(Path folder) {
        return new Database(address("jdbc:h2:file:" + folder.resolve("shop"), folder));
    }

    static DatabaseAddress address(String url, Path folder) {
        Environment environment = new Environment(
                Map.of("DATABASE_URL", url),
                Map.of("user.name", "tester", "user.home", folder.toString()),
                folder,
                Optional.empty());
        return Settings.load(environment, Flags.none()).database();
    }

    /** Holds the lock of migrations in a session of its own. */
    static AutoCloseable hold(Database database) {
        Session session = database.open("oneoff/20261120-100431-k3f9a/migrate");
        HeldLock held = Locks.of(session, LockName.MIGRATE, Optional.empty(), Clock.systemUTC())
                .tryAcquire()
                .orElseThrow();
        return () -> {
            held.close();
            session.close();
        };
    }
}
