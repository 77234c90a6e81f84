package dev.oneoff;

import dev.oneoff.datafix.Applied;
import dev.oneoff.migrate.Migrated;
import java.util.List;

/**
 * What a release did to the database.
 *
 * @param fixes the data fixes that ran after the changesets, in order
 */
public record Released(Migrated migrated, List<Applied> fixes) {

    /** Copies the list. */
    public Released {
        fixes = List.copyOf(fixes);
    }
}
