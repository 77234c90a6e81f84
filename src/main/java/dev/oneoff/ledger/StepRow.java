package dev.oneoff.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run: for a migration, one changeset tried once.
 *
 * @param position counted from 1 within the run
 * @param name what it was, for a changeset {@code file::id::author}
 * @param state {@code started}, {@code applied}, {@code rolled back}, {@code failed}, {@code skipped}
 * @param finishedAt null when it never ended
 * @param rows rows written by its statements; null when not counted
 * @param detail why, for a failure; else null
 */
public record StepRow(
        int position,
        String name,
        String state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long rows,
        @Nullable String detail) {}
