package dev.oneoff.pace;

import dev.oneoff.database.Session;
import java.util.function.Consumer;

/** Something on a server that may ask a run to slow down or to wait. One thread reads it; what it remembers is its own. */
@FunctionalInterface
interface Signal {

    /**
     * Reads it.
     *
     * @param session one of the signal's own, in autocommit mode
     * @param says is told the reading; several times where reading itself takes long and is a reason to wait
     */
    void read(Session session, Consumer<Reading> says);
}
