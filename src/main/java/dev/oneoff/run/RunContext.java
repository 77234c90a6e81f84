package dev.oneoff.run;

import dev.oneoff.database.Session;
import dev.oneoff.ledger.Ledger;
import dev.oneoff.progress.Journal;
import java.time.Clock;

/**
 * What work is handed while it is recorded.
 *
 * @param id the run's id, as {@code history} shows it
 * @param session the run's one session; it holds the lock, so it must not be closed
 * @param ledger where steps and facts are written, on the same session
 * @param journal says one line per fact
 * @param cancellation asked between steps
 */
public record RunContext(
        String id, Session session, Ledger ledger, Journal journal, Cancellation cancellation, Clock clock) {}
