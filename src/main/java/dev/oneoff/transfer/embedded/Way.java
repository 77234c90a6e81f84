package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.undo.EmbeddedKeeping;
import java.util.List;
import java.util.Optional;

/**
 * What is done with rows that have the same columns: the statements for them. For one thread.
 *
 * @param others the columns beside the key
 * @param lacking those that a new row must have and these rows have not
 */
record Way(Into into, List<Cell> others, Casting casting, Checking checking, Writes writes, List<TargetColumn> lacking)
        implements AutoCloseable {

    static Way of(Session session, Into into, Optional<EmbeddedKeeping> keeping) {
        return new Way(
                into,
                into.others(),
                new Casting(session, into.cells()),
                new Checking(session, into),
                new Writes(session, into, keeping),
                into.table().columns().stream()
                        .filter(column -> column.required() && !column.filled() && !column.computed())
                        .filter(column -> !into.covers(List.of(column.name().name())))
                        .toList());
    }

    @Override
    public void close() {
        casting.close();
        checking.close();
        writes.close();
    }
}
