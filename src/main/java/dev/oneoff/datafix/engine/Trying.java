package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Duration;

/** How a trial asks an engine, within the session's transactions. */
interface Trying {

    /** Returns the one of the session's engine. */
    static Trying of(Session session, Step step) {
        return session.dialect().embedded() ? new EmbeddedTrying(session, step) : new ServerTrying(session, step);
    }

    /** Makes a transaction one that only reads, each statement for so long. */
    void reading(Duration limit);

    /** Makes a transaction one that may write, each statement for so long. */
    void changing(Duration limit);

    /** Returns how a statement would come to the rows of the table that is walked along. */
    Access access(Sql sql);

    /**
     * Returns how many rows the engine believes that the step's statement finds.
     *
     * @param all a query for these rows
     */
    long guess(Sql all);

    /** Returns the bytes of the table that is walked along. */
    long tableBytes();
}
