package dev.oneoff.datafix.preview;

import dev.oneoff.datafix.store.Counts;
import dev.oneoff.datafix.store.FixRow;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a fix stands before the run that is previewed.
 *
 * @param begun empty when it never ran, or begins anew
 * @param counts what was done so far
 * @param now what now() means in a fix that begins
 */
public record Standing(Optional<FixRow> begun, Counts counts, Instant now) {

    /** Returns its state in one word. */
    public String state() {
        return begun.map(row -> row.state().label()).orElse("pending");
    }

    /** Returns what now() means. */
    public Instant began() {
        return begun.map(FixRow::beganAt).orElse(now);
    }
}
