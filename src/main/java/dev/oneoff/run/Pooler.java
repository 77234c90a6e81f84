package dev.oneoff.run;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/**
 * The connection pooler that may stand between a session and its server.
 *
 * @param host where it is, for people
 * @param allowed whether the operator said that it hands out whole sessions
 */
public record Pooler(String host, boolean allowed) {

    /**
     * Lets a session that is to write go on, with our settings in force.
     *
     * @throws OneoffException REFUSED when there is a pooler and it was not allowed
     */
    public void pass(Session session) {
        if (!session.pooled()) {
            return;
        }
        if (!allowed) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "There is a connection pooler at " + host
                            + ": in transaction mode locks and session settings do not hold through it.",
                    "Set DIRECT_URL to the server's own address, or, for a pooler in session mode, say --allow-pooler.");
        }
        session.reset("");
    }
}
