package dev.oneoff.run;

import dev.oneoff.database.Database;
import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.lock.Holder;
import dev.oneoff.lock.HolderFile;
import dev.oneoff.lock.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens the session of a run, waiting where waiting helps: for a server that is not up yet, for an embedded file that
 * another process has open. A wrong password fails at once.
 *
 * @param database what to open
 * @param surroundings clock, pause, journal
 * @param forDatabase how long a server may take to come up
 * @param forLock how long another process may keep the embedded file
 */
public record Opening(Database database, Surroundings surroundings, Duration forDatabase, Duration forLock) {

    /** Opens a session for writing. */
    public Session write(String name) {
        return patiently(() -> database.open(name));
    }

    /** Opens a session that cannot write. */
    public Session read(String name) {
        return patiently(() -> database.openReadOnly(name));
    }

    /** Opens a session for changes that are rolled back. */
    public Session trying(String name) {
        return patiently(() -> database.openTrying(name));
    }

    private <T> T patiently(Supplier<T> open) {
        Waiting waiting = new Waiting(surroundings.journal(), forLock);
        Tries<T> tries = new Tries<>(open);
        Duration limit = forDatabase.compareTo(forLock) > 0 ? forDatabase : forLock;
        Optional<T> opened = new Patience(surroundings.clock(), surroundings.pause())
                .until(limit, tries::next, waited -> {
                    surroundings.cancellation().check();
                    OneoffException last = tries.last();
                    Duration own = last.kind() == FailureKind.LOCKED ? forLock : forDatabase;
                    if (waited.compareTo(own) >= 0) {
                        throw given(last, waiting);
                    }
                    if (last.kind() == FailureKind.LOCKED) {
                        waiting.say(waited, () -> holder().orElse("another process"));
                    } else if (tries.count == 1) {
                        surroundings
                                .journal()
                                .say("waiting up to " + Waiting.text(forDatabase) + " for the database: "
                                        + last.getMessage());
                    }
                });
        return opened.orElseThrow(() -> given(tries.last(), waiting));
    }

    private OneoffException given(OneoffException last, Waiting waiting) {
        return last.kind() == FailureKind.LOCKED ? waiting.over(holder()) : last;
    }

    private Optional<String> holder() {
        return HolderFile.of(database.address()).flatMap(HolderFile::read).map(Holder::toString);
    }

    /** Tries to open, and keeps the last failure that time may mend. */
    private static final class Tries<T> {
        private final Supplier<T> open;
        private Optional<OneoffException> last = Optional.empty();
        private int count;

        Tries(Supplier<T> open) {
            this.open = open;
        }

        Optional<T> next() {
            try {
                count++;
                return Optional.of(open.get());
            } catch (OneoffException e) {
                if (e.kind() != FailureKind.UNREACHABLE && e.kind() != FailureKind.LOCKED) {
                    throw e;
                }
                last = Optional.of(e);
                return Optional.empty();
            }
        }

        OneoffException last() {
            return last.orElseThrow();
        }
    }
}
