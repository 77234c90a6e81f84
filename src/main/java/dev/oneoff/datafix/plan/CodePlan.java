package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A class that changes what belongs to keys.
 *
 * @param kept whose rows are kept; empty when it cannot be reverted
 */
public record CodePlan(CodedFix fix, Optional<Rows> kept) {

    /**
     * The rows that the keys are those of.
     *
     * @param table with its schema
     * @param key its columns, as many as a key of the worklist has, in that order
     * @param columns all that are stored
     */
    public record Rows(QualifiedName table, List<Column> key, List<Column> columns) {

        /** Copies the lists. */
        public Rows {
            key = List.copyOf(key);
            columns = List.copyOf(columns);
        }
    }
}
