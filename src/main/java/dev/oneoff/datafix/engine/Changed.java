package dev.oneoff.datafix.engine;

import dev.oneoff.database.Row;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import java.util.Optional;

/**
 * What {@link ApplySql} answers.
 *
 * @param wrong how many of the locked rows were wrong
 * @param done how many were changed
 * @param missed the key of a row that was wrong and was not changed
 * @param matches in how many rows of the other tables the most matched row was found
 */
record Changed(long wrong, long done, Optional<String> missed, long matches) {

    static Changed read(Row row) {
        return new Changed(row.number(1), row.number(2), Optional.ofNullable(row.textOrNull(3)), row.number(4));
    }

    /**
     * Returns why this must not be kept; empty when it may.
     *
     * @param about what the sentence begins with
     */
    Optional<Failure> failure(String about) {
        if (matches > 1) {
            return Optional.of(new Failure(
                    FailureKind.INPUT_REJECTED,
                    about + "a row matches " + matches + " rows of the other tables, and which of them counts would be"
                            + " chance.",
                    "Join so that there is one: a sub-select with DISTINCT ON or an aggregate."));
        }
        return missed.map(key -> new Failure(
                FailureKind.STEP_FAILED,
                about + "the row " + key
                        + " is wrong and was not written: a trigger that returns NULL or a row policy kept it back.",
                "The batch was rolled back. Look at the table's triggers and policies, then run it again."));
    }
}
