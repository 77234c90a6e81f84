package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import java.util.List;

/** On PostgreSQL: a table of the statement's WITH. */
record ServerGiving(Work work) implements Giving {

    @Override
    public Given items(List<WorkItem> items) {
        return Given.of(work, items);
    }

    @Override
    public Given found(String find) {
        return Given.found(work, find);
    }

    @Override
    public Given left(WorkStore items) {
        return Given.left(work, items.left());
    }
}
