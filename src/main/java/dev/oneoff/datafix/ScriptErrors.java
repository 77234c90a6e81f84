package dev.oneoff.datafix;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** Rejects a script, naming the file and the line. */
record ScriptErrors(String file) {

    OneoffException at(int line, String what, String hint) {
        return new OneoffException(new Failure(FailureKind.INPUT_REJECTED, file + ", line " + line + ": " + what, hint)
                .with("file", file)
                .with("line", Integer.toString(line)));
    }
}
