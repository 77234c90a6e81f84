package dev.oneoff.datafix.engine;

import java.util.Locale;

/**
 * Whether a row that was changed is right afterwards, so that running the statement again leaves it alone.
 *
 * @param rows how many were tried
 * @param detail the key of a row that stays wrong, what the database says, or why nothing was tried; empty when it converges
 */
public record Idempotence(Kind kind, int rows, String detail) {

    /** What was found. */
    public enum Kind {
        /** No row that was tried is wrong afterwards. */
        PROVEN,
        /** The items of a worklist: each is marked done in the batch that does it. */
        ONCE,
        /** A row is as wrong as before: a batch would never end. */
        DOES_NOT_CONVERGE,
        /** The rows that were tried cannot be changed. */
        REFUSED,
        /** Nothing was tried. */
        UNPROVEN;

        /** Returns the name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Nothing was tried, for this reason. */
    public static Idempotence unproven(String reason) {
        return new Idempotence(Kind.UNPROVEN, 0, reason);
    }
}
