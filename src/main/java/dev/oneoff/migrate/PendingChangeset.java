package dev.oneoff.migrate;

import java.util.List;

/**
 * A changeset that would run now.
 *
 * @param why {@code new}, or why it runs again: {@code changed} (runOnChange), {@code always} (runAlways)
 * @param transactional whether it runs in a transaction of its own
 * @param sql its statements, in order; empty when they were not asked for
 * @param notes what the SQL cannot show: a change in Java, a precondition that is looked at when it runs
 */
public record PendingChangeset(
        ChangesetId id, String why, boolean transactional, List<String> sql, List<String> notes) {

    public PendingChangeset {
        sql = List.copyOf(sql);
        notes = List.copyOf(notes);
    }
}
