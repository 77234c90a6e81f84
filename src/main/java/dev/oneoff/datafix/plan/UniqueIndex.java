package dev.oneoff.datafix.plan;

import java.util.List;

/**
 * An index that allows no value twice.
 *
 * @param usable whether it is valid, immediate and complete, over plain columns in their own order
 * @param columns in its order
 */
record UniqueIndex(String name, boolean primary, boolean usable, List<String> columns) {}
