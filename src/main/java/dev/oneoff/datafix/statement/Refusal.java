package dev.oneoff.datafix.statement;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/**
 * Rejects a script, naming the file, the line and what to write instead.
 *
 * @param file its name, for messages
 */
public record Refusal(String file) {

    /** Makes the exception. */
    public OneoffException at(int line, String what, String instead) {
        return new OneoffException(
                new Failure(FailureKind.INPUT_REJECTED, file + ", line " + line + ": " + what, instead)
                        .with("file", file)
                        .with("line", Integer.toString(line)));
    }
}
