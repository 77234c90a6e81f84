package dev.oneoff.migrate.liquibase;

import java.util.List;

/**
 * What a changeset that did not reach its end leaves behind, in words.
 *
 * @param alone whether its statements ran outside a transaction, each committed by itself
 * @param kept the statements that were done and that no rollback undoes, in order
 * @param back whether they were part of the way back
 */
record Aftermath(boolean alone, List<String> kept, boolean back) {

    Aftermath {
        kept = List.copyOf(kept);
    }

    /** Says whether all of it is undone for certain. */
    boolean isNothing() {
        return !alone && kept.isEmpty();
    }

    /** Says that what was done is a part of the way back. */
    Aftermath ofRollback() {
        return new Aftermath(alone, kept, true);
    }

    /** Returns what to say when it was stopped while a statement was running. */
    String whenStopped() {
        if (!kept.isEmpty()) {
            return still();
        }
        return alone
                ? "The statement that was running had no transaction around it; it may have left something."
                : "The step that was running was rolled back.";
    }

    /** Returns what to say when the connection was lost while a statement was running. */
    String whenLost() {
        if (isNothing()) {
            return "The server rolls back what was not committed.";
        }
        String before = kept.isEmpty() ? "" : still() + " ";
        return before + "Whether the statement that was running was done is not known.";
    }

    /** Names what is still there. */
    String still() {
        String what = back ? "Done of the way back, and" : "Still there, because it was";
        return what + " committed on the way: " + EngineErrors.firstLines(kept) + ".";
    }
}
