package dev.oneoff.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** A command that can be carried out. */
abstract class Action {

    /** The options every command has. */
    @Mixin
    final CommonOptions common = new CommonOptions();

    /** Carries it out. */
    abstract Answer act(Invocation invocation);

    /** Says whether the log is what the user is here for: then it goes to stdout. */
    boolean logIsTheAnswer() {
        return false;
    }

    /** Says whether stdout is for rows and nothing else: the answer goes where the log does. */
    boolean rowsOnStdout() {
        return false;
    }

    /** Returns what the paths of files are relative to: where the user is, or the folder of {@code -C}. */
    final Path folder(Invocation invocation) {
        Path here = invocation.environment().workingFolder();
        return common.folder == null ? here : here.resolve(common.folder);
    }

    /** Returns the option that waits for a server to come up, with a value; empty where there is none. */
    String waitOption() {
        return "";
    }
}
