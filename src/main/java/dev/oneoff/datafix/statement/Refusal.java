package dev.oneoff.datafix.statement;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** Refuses a statement, naming the line and what to write instead. */
record Refusal(String file) {

    OneoffException at(int line, String what, String instead) {
        return new OneoffException(
                new Failure(FailureKind.INPUT_REJECTED, file + ", line " + line + ": " + what, instead)
                        .with("file", file)
                        .with("line", Integer.toString(line)));
    }
}
