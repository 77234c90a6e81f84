package dev.oneoff.rows;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;

/** What is wrong with a file's text, with its line. */
public final class FileErrors {

    private FileErrors() {}

    /** Makes one, INPUT_REJECTED, of a cause. */
    public static OneoffException at(long line, String what, String instead, Throwable cause) {
        return new OneoffException(at(line, what, instead).failure(), cause);
    }

    /**
     * Makes the one of a file that names more columns than it may.
     *
     * @param line where it does
     */
    public static OneoffException names(long line, long most) {
        return at(
                line,
                "more than %,d names of columns".formatted(most),
                "Are these rows of one table? An import takes more names with --max-columns.");
    }

    /** Makes one, INPUT_REJECTED. */
    public static OneoffException at(long line, String what, String instead) {
        return new OneoffException(new Failure(FailureKind.INPUT_REJECTED, "line " + line + ": " + what, instead)
                .with("line", Long.toString(line)));
    }
}
