package dev.oneoff.datafix.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A fix as the ledger has it.
 *
 * @param id the script's name
 * @param generation counts from 1 how often it was begun anew
 * @param checksum of the script when it was begun
 * @param script its whole text then
 * @param why what it said of itself
 * @param beganAt the moment that now() means in it
 * @param runId the latest run that moved it
 * @param reason why it is where it is, for people
 */
public record FixRow(
        String id,
        int generation,
        String checksum,
        String script,
        String why,
        FixState state,
        Instant beganAt,
        Instant changedAt,
        String runId,
        Optional<String> reason) {}
