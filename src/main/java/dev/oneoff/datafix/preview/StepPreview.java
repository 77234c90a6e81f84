package dev.oneoff.datafix.preview;

import dev.oneoff.datafix.engine.Counted;
import dev.oneoff.datafix.engine.Sample;
import java.util.List;
import java.util.Optional;

/**
 * What one statement would do.
 *
 * @param number from 1
 * @param line where it stands in its script
 * @param form UPDATE, DELETE or INSERT
 * @param table what it changes, with its schema
 * @param columns what it sets; none for a DELETE
 * @param walk by which table and columns its batches go
 * @param count how many rows are wrong now
 * @param access how its windows come to their rows, in a sentence
 * @param slow whether they read the whole of a large table
 * @param notes triggers, foreign keys, policies that will act
 * @param imageBytes roughly what the old values take; empty where none are kept, or nobody knows
 */
public record StepPreview(
        int number,
        int line,
        String form,
        String table,
        List<String> columns,
        String walk,
        Counted count,
        String access,
        boolean slow,
        List<String> notes,
        Optional<Long> imageBytes,
        Sample sample) {

    /** Copies the lists. */
    public StepPreview {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
