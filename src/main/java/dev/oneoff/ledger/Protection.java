package dev.oneoff.ledger;

import java.util.Optional;

/**
 * The mark that a database is production's. It lies in the database itself: the only guard a wrong URL cannot defeat.
 * What changes data there wants a confirmation.
 */
public final class Protection {

    private static final String FACT = "protected";

    private final Ledger ledger;

    /** Makes the mark's keeper. */
    public Protection(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Returns why the database is marked; empty when it is not. */
    public Optional<String> reason() {
        return ledger.fact(FACT);
    }

    /** Marks the database; a mark that is there stays as it is. */
    public void mark(String reason, String run) {
        if (reason().isEmpty()) {
            ledger.put(FACT, reason, run);
        }
    }

    /** Takes the mark away. */
    public void remove() {
        ledger.forget(FACT);
    }
}
