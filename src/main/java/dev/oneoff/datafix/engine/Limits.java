package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.script.Expectation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run of a fix may go.
 *
 * @param expect what the script expects
 * @param atLeast whether the lower bound of it binds, as in a protected environment
 * @param maxRows what the operator allows; over all runs of the fix, as the expectation
 * @param maxRuntime how long this run may take
 * @param quarantine how many rows may be set aside; 0 stops at the first that cannot be changed
 */
public record Limits(
        Expectation expect, boolean atLeast, OptionalLong maxRows, Optional<Duration> maxRuntime, int quarantine) {

    /** Returns the most rows that may be changed over all runs. */
    public OptionalLong most() {
        if (maxRows.isEmpty()) {
            return expect.most();
        }
        return expect.most().isEmpty() || expect.most().getAsLong() > maxRows.getAsLong() ? maxRows : expect.most();
    }

    /** Returns where the limit comes from, for people. */
    public String source() {
        return most().equals(maxRows) ? "--max-rows" : "expect";
    }
}
