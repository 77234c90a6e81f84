package dev.oneoff.datafix.revert;

import java.util.Locale;

/** What a revert does about values that somebody changed after the fix. */
public enum Mode {
    /** Leaves them and lists them. */
    SKIP,
    /** Does nothing at all when there are any. */
    STRICT,
    /** Overwrites them. */
    FORCE;

    /** Returns the name as it is written on the command line and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
