package dev.oneoff.datafix.engine;

import java.util.List;

/**
 * Some rows as a statement would leave them.
 *
 * @param rows at most ten rows' values
 */
public record Sample(List<RowChange> rows, Idempotence idempotence) {

    /** Copies the rows. */
    public Sample {
        rows = List.copyOf(rows);
    }

    /** Makes one of no rows. */
    public static Sample none(Idempotence idempotence) {
        return new Sample(List.of(), idempotence);
    }
}
