package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import java.util.List;
import java.util.Optional;

/** Changes the rows of a batch that are locked, and keeps their old and new values, within the session's transaction. */
interface Changing {

    /**
     * Changes them.
     *
     * @param given what the statement works off; empty where its condition says which rows are wrong
     * @param keys the locked rows
     * @param owner whose images they are
     */
    Changed change(Session session, Optional<Given> given, List<List<String>> keys, ApplySql.Owner owner);

    /** Says whether the change itself looks whether the rows are right after it; else somebody has to ask. */
    boolean looks();
}
