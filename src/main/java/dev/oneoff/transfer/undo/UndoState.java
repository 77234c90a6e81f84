package dev.oneoff.transfer.undo;

import java.util.Arrays;
import java.util.Locale;

/** Where an import with images stands. */
enum UndoState {
    /** It is done. */
    IMPORTED,
    /** It is being undone: never seen from outside the transaction that does it. */
    REVERTING,
    /** All of it was undone. */
    UNDONE,
    /** All but what somebody changed since. */
    UNDONE_WITH_CONFLICTS;

    /** Returns the name in the ledger and in JSON. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static UndoState of(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
