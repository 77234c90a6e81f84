package dev.oneoff.pace;

/**
 * What a signal says at one moment.
 *
 * @param advice what it asks
 * @param readable whether it could be read at all
 * @param reason why, for people, without a full stop; empty when it asks nothing
 */
record Reading(Advice advice, boolean readable, String reason) {

    /** All is well. */
    static final Reading QUIET = new Reading(Advice.GO, true, "");

    static Reading slow(String reason) {
        return new Reading(Advice.SLOW, true, reason);
    }

    static Reading hold(String reason) {
        return new Reading(Advice.WAIT, true, reason);
    }

    /** Makes one that asks nothing, and tells people something all the same. */
    static Reading note(String reason) {
        return new Reading(Advice.GO, false, reason);
    }

    static Reading unread(String reason) {
        return new Reading(Advice.WAIT, false, reason);
    }

    boolean quiet() {
        return advice == Advice.GO && reason.isEmpty();
    }

    /** Says whether it is the same thing as before, though the numbers in its reason may be others. */
    boolean sameAs(Reading other) {
        return advice == other.advice && readable == other.readable && quiet() == other.quiet();
    }
}
