package dev.oneoff.rows.csv;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** What is wrong with a file's text, with its line. */
final class CsvErrors {

    private CsvErrors() {}

    static OneoffException at(long line, String what, String instead, Throwable cause) {
        return new OneoffException(at(line, what, instead).failure(), cause);
    }

    static OneoffException at(long line, String what, String instead) {
        return new OneoffException(new Failure(FailureKind.INPUT_REJECTED, "line " + line + ": " + what, instead)
                .with("line", Long.toString(line)));
    }
}
