package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On H2, whose UPDATE knows no WITH: a table of the session's own, which the planner has made (to make one ends a
 * transaction).
 */
record EmbeddedGiving(Session session, Work work) implements Giving {

    private static final Given FILLED = new Given("", List.of());

    @Override
    public Given items(List<WorkItem> items) {
        empty();
        if (!items.isEmpty()) {
            Keys keys = new EmbeddedKeys(work.columns());
            List<List<String>> texts = new ArrayList<>();
            for (WorkItem item : items) {
                texts.add(List.copyOf(item.values()));
            }
            session.update(new Phrase()
                    .say("INSERT INTO " + Work.KEYS_TABLE + " SELECT * FROM " + keys.unnested(), keys.arrays(texts))
                    .sql());
        }
        return FILLED;
    }

    @Override
    public Given found(String find) {
        empty();
        session.update(Sql.positional(
                "INSERT INTO " + Work.KEYS_TABLE + " SELECT DISTINCT * FROM (" + find + "\n) AS oneoff_found",
                new ArrayList<@Nullable Object>()));
        return FILLED;
    }

    @Override
    public Given left(WorkStore items) {
        return items(items.undone());
    }

    private void empty() {
        session.execute("DELETE FROM " + Work.KEYS_TABLE);
    }
}
