package dev.oneoff.migrate;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator asks of a rollback.
 *
 * @param shown the plan that was looked at: when other changesets would go by now, none does; empty when nobody looked
 * @param waitForDatabase how long a server may take to come up
 * @param lockWait how long another run may keep the lock
 */
public record RollbackRequest(Selection selection, Optional<Plan> shown, Duration waitForDatabase, Duration lockWait) {}
