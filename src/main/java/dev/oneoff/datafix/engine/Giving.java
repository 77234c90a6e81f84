package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import java.util.List;

/** How an engine is given what statements work off. What it returns holds until it is asked again. */
interface Giving {

    /** Returns the one of the session's engine. */
    static Giving of(Session session, Work work) {
        return session.dialect().embedded() ? new EmbeddedGiving(session, work) : new ServerGiving(work);
    }

    /** Gives these items. */
    Given items(List<WorkItem> items);

    /** Gives all that a SELECT of keys finds, each once. */
    Given found(String find);

    /** Gives what no part of the walk has done yet. */
    Given left(WorkStore items);
}
