package dev.oneoff.transfer;

import java.util.Optional;

/**
 * What of a table a file replaces.
 *
 * @param scope the condition on the rows it stands for; empty for all of them
 * @param most how many rows may be deleted
 */
public record Replacement(Optional<String> scope, MaxDelete most) {}
