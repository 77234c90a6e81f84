package dev.oneoff.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run as the ledger holds it.
 *
 * @param id sortable by time, for example {@code 20261120-100431-k3f9}
 * @param command the words of the command, for example {@code migrate}
 * @param subject what it was about; empty when the command says it all
 * @param finishedAt null while it runs
 * @param exitCode null while it runs
 * @param summary one sentence of what was done, or what went wrong; null while it runs
 */
public record RunRow(
        String id,
        String command,
        String subject,
        RunState state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Origin origin,
        @Nullable Integer exitCode,
        @Nullable String summary) {

    static final String LOST = "its process ended without a word";

    /** Returns the row of a run whose process is gone. */
    public RunRow lost() {
        return new RunRow(id, command, subject, RunState.LOST, startedAt, finishedAt, origin, exitCode, LOST);
    }
}
