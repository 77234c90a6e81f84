package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.store.Chunk;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.WorkItem;
import java.util.List;

/** What a batch of a worklist does to its items, within a transaction of a session. For several threads, each with its session. */
interface Doing {

    /**
     * What was done.
     *
     * @param unchanged rows of a file that met no row to change
     */
    record Done(long changed, long unchanged) {}

    /** Returns what counts the rows that would be changed for what is given, each for some of them. */
    List<Sql> count(Given given);

    /** Returns how many items a batch may have at the most. */
    int most();

    /**
     * Does them.
     *
     * @param batch whose images they are
     * @param allowed stops what would change too many rows
     */
    Done items(Session session, List<WorkItem> items, Owned batch, Batch.Allowed allowed);

    /** A batch of a part of a fix. */
    record Owned(FixRow fix, Chunk chunk) {
        ApplySql.Owner owner(int step) {
            return new ApplySql.Owner(fix.id(), fix.generation(), step, chunk.number(), chunk.batches() + 1);
        }
    }
}
