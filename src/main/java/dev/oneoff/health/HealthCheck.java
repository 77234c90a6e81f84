package dev.oneoff.health;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import dev.oneoff.run.Opening;
import dev.oneoff.run.Runs;
import dev.oneoff.run.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Looks how the database is; writes nothing.
 *
 * @param database which one
 * @param surroundings clock, pause, journal
 */
public record HealthCheck(Database database, Surroundings surroundings) {

    /**
     * Looks once the database answers.
     *
     * @param waitForDatabase how long a server may take to come up
     * @param pending counts what has not run; called after the connection was closed
     */
    public Health look(Duration waitForDatabase, IntSupplier pending) {
        Runs runs = new Runs(database, surroundings);
        String server;
        Duration latency;
        Optional<String> holder;
        try (Session session =
                new Opening(database, surroundings, waitForDatabase, Duration.ZERO).read(runs.sessionName("health"))) {
            Instant begin = surroundings.clock().instant();
            session.list(Sql.of("SELECT 1"), row -> row.number(1));
            latency = Duration.between(begin, surroundings.clock().instant());
            server = session.serverVersion();
            holder = Locks.of(session, LockName.MIGRATE, HolderFile.of(database.address()), surroundings.clock())
                    .holder()
                    .map(Holder::toString);
        }
        return new Health(server, latency, pending.getAsInt(), holder);
    }
}
