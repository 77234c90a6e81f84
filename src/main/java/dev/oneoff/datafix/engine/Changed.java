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
 * @param values how many different values the rows of the other tables give to one row, at the most
 * @param still the key of a row that is as wrong as before, where {@link Changing#looks}
 */
record Changed(long wrong, long done, Optional<String> missed, long values, Optional<String> still) {

    static Changed read(Row row) {
        return new Changed(
                row.number(1),
                row.number(2),
                Optional.ofNullable(row.textOrNull(3)),
                row.number(4),
                Optional.ofNullable(row.textOrNull(5)));
    }

    /**
     * Returns why this must not be kept; empty when it may.
     *
     * @param about what the sentence begins with
     */
    Optional<Failure> failure(String about) {
        if (values > 1) {
            return Optional.of(new Failure(
                    FailureKind.INPUT_REJECTED,
                    about + "a row matches several rows of the other tables, which would give it " + values
                            + " different values: which of them counts would be chance.",
                    "Join so that there is one: a sub-select with DISTINCT ON or an aggregate."));
        }
        return missed.map(key -> new Failure(
                FailureKind.STEP_FAILED,
                about + "the row " + key
                        + " is wrong and was not written: a trigger that returns NULL or a row policy kept it back.",
                "The batch was rolled back. Look at the table's triggers and policies, then run it again."));
    }
}
