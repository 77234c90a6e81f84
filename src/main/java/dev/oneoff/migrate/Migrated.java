package dev.oneoff.migrate;

import java.util.List;

/**
 * What a migration or a rollback did.
 *
 * @param run its id in the ledger
 * @param steps what was tried, in order
 * @param applied how many changesets the history holds now
 * @param warnings said on the way
 */
public record Migrated(String run, List<Step> steps, long applied, List<String> warnings) {

    public Migrated {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }
}
