package dev.oneoff.run;

import dev.oneoff.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be recorded, and under which lock.
 *
 * @param command the words of the command, for example {@code migrate}
 * @param subject what it is about; empty when the command says it all
 * @param lock the lock to hold meanwhile; empty for work that needs none
 * @param lockWait how long to wait for it
 */
public record RunRequest(String command, String subject, Optional<LockName> lock, Duration lockWait) {

    public RunRequest {
        // One that knows no command calls nobody dead who does not hold it.
        if (lock.filter(name -> !name.commands().isEmpty() && !name.commands().contains(command))
                .isPresent()) {
            throw new IllegalArgumentException("the lock does not know that " + command + " holds it");
        }
    }

    /** Makes a request for work that needs no lock. */
    public static RunRequest of(String command, String subject) {
        return new RunRequest(command, subject, Optional.empty(), Duration.ZERO);
    }
}
