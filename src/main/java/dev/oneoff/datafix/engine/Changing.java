package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import java.util.List;

/** Changes the rows of a batch that are locked, and keeps their old and new values, within the session's transaction. */
interface Changing {

    /**
     * Changes them.
     *
     * @param keys the locked rows
     * @param owner whose images they are
     */
    Changed change(Session session, List<List<String>> keys, ApplySql.Owner owner);
}
