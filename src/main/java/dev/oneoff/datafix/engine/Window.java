package dev.oneoff.datafix.engine;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of keys.
 *
 * @param after the key before its first, not part of it; empty from the table's beginning
 * @param upTo its last
 * @param end whether the part ends with it
 */
record Window(Optional<List<String>> after, List<String> upTo, boolean end) {}
