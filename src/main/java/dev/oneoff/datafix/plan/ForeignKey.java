package dev.oneoff.datafix.plan;

import java.util.List;
import java.util.Set;

/**
 * A foreign key at one of its ends.
 *
 * @param other the table at the other end, for people
 * @param columns those of the table at this end
 * @param onDelete in SQL's words, for example {@code SET NULL}
 * @param onUpdate in SQL's words
 */
record ForeignKey(String name, String other, List<String> columns, String onDelete, String onUpdate) {

    private static final Set<String> ACTIONS = Set.of("CASCADE", "SET NULL", "SET DEFAULT");

    boolean actsOnDelete() {
        return ACTIONS.contains(onDelete);
    }

    boolean actsOnUpdate() {
        return ACTIONS.contains(onUpdate);
    }
}
