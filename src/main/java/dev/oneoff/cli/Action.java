package dev.oneoff.cli;

/** A command that can be carried out. */
interface Action {

    /** Carries it out. */
    Answer act(Invocation invocation);

    /** Returns the options every command has. */
    CommonOptions common();

    /** Says whether the log is what the user is here for: then it goes to stdout. */
    default boolean logIsTheAnswer() {
        return false;
    }
}
