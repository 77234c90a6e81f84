package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * One statement of a fix, matched against the catalogue.
 *
 * @param change the statement, taken apart
 * @param walk what it walks along: the changed table, or the driver of an INSERT
 * @param target the changed table with its schema
 * @param targetKey the key of the changed table, by which its rows are found again
 * @param columns what is kept of a row: the columns that are set, or for DELETE and INSERT all that are stored
 * @param lock how strongly the rows of a batch are locked
 * @param joined the rows of a file, where it joins them
 * @param settled whether a row that the UPDATE has changed is right or wrong for good, with nothing else to ask
 * @param notes what people should know: triggers, foreign keys, policies that will act
 */
public record StepPlan(
        Change change,
        Walk walk,
        QualifiedName target,
        List<Column> targetKey,
        List<Column> columns,
        Lock lock,
        Optional<Joined> joined,
        boolean settled,
        List<String> notes) {

    /** How strongly rows are locked. */
    public enum Lock {
        /** For a DELETE, and where a column of a unique index is set. */
        UPDATE,
        /** For every other UPDATE: foreign-key checks of others go on. */
        NO_KEY_UPDATE,
        /** For the driver rows of an INSERT, which are not changed. */
        SHARE,
        /** For the rows of a file, which nobody else sees. */
        NONE
    }

    /** Copies the lists. */
    public StepPlan {
        targetKey = List.copyOf(targetKey);
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
