package dev.oneoff.migrate;

import java.util.List;

/**
 * What stands between the changelog and the database.
 *
 * @param applied how many changesets of the changelog the database has
 * @param pending what would run, in order
 * @param unknown changesets the database has and the changelog does not: the database is ahead
 * @param warnings said by the parser and the validation
 * @param settled whether an equal state can be called up to date unseen: nothing runs always, nothing was left
 *     unrecorded, every file read lies under the hashed roots
 */
public record Plan(
        int applied,
        List<PendingChangeset> pending,
        List<ChangesetId> unknown,
        List<String> warnings,
        boolean settled) {

    public Plan {
        pending = List.copyOf(pending);
        unknown = List.copyOf(unknown);
        warnings = List.copyOf(warnings);
    }
}
