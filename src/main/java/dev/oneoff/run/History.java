package dev.oneoff.run;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.ledger.RunRow;
import dev.oneoff.ledger.RunState;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.LockName;
import dev.oneoff.lock.Locks;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The runs of the ledger as they are: one that says it is running and does not hold its lock is lost, which nobody may have
 * written down yet. Writes nothing.
 *
 * @param session where to read
 * @param database what it is a session of
 */
public record History(Session session, Database database, Clock clock) {

    /** Returns the latest runs, newest first; none when there is no ledger. */
    public List<RunRow> recent(int limit) {
        return seen(() -> new Ledger(session, clock).recent(limit));
    }

    /** Returns the run of that id. */
    public Optional<RunRow> find(String id) {
        return seen(() -> new Ledger(session, clock).find(id).stream().toList()).stream()
                .findFirst();
    }

    private List<RunRow> seen(Supplier<List<RunRow>> read) {
        List<RunRow> first = read.get();
        Set<String> running =
                first.stream().filter(History::runs).map(RunRow::id).collect(Collectors.toSet());
        // The locks of a server that only follows another one are not those that runs hold.
        if (running.isEmpty() || session.standby()) {
            return first;
        }
        Optional<String> holder = Locks.of(session, LockName.MIGRATE, HolderFile.of(database.address()), clock)
                .holder()
                .map(Holder::application);
        if (holder.filter(name -> !name.startsWith(Runs.SESSIONS)).isPresent()) {
            return first;
        }
        String alive = holder.orElse("");
        // Read again: whoever says so before and after the look at the lock said so during it.
        return read.get().stream()
                .map(run -> runs(run) && running.contains(run.id()) && !alive.startsWith(Runs.SESSIONS + run.id() + "/")
                        ? run.lost()
                        : run)
                .toList();
    }

    private static boolean runs(RunRow run) {
        return run.state() == RunState.RUNNING && LockName.MIGRATE.commands().contains(run.command());
    }
}
