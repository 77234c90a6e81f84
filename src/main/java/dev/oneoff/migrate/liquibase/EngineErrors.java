package dev.oneoff.migrate.liquibase;

import dev.oneoff.database.SqlErrors;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import liquibase.exception.ChangeLogParseException;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.exception.SetupException;

/** Turns what Liquibase throws into ours. */
final class EngineErrors {

    private EngineErrors() {}

    /**
     * Makes our exception of what is not a changeset's own failure.
     *
     * @param errors what turns the database's errors into ours
     */
    static OneoffException translate(Exception error, SqlErrors errors) {
        // First: reading an include reads the history, and what the database says to that is not about the file.
        Optional<SQLException> sql = sqlError(error);
        return find(error, OneoffException.class).isEmpty() && sql.isPresent()
                ? errors.translate(sql.get(), "Liquibase was at work")
                : translate(error);
    }

    /** Makes our exception of one that has nothing to do with a database. */
    static OneoffException translate(Exception error) {
        Optional<OneoffException> ours = find(error, OneoffException.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        Optional<ChangeLogParseException> parse = find(error, ChangeLogParseException.class);
        if (parse.isPresent() || find(error, SetupException.class).isPresent()) {
            return new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED,
                            "The changelog cannot be read: "
                                    + unwrapped(
                                            message(parse.<Throwable>map(e -> e).orElse(error))),
                            "Nothing was changed. Mend the file, then look again: oneoff status"),
                    error);
        }
        return new OneoffException(
                new Failure(
                        FailureKind.STEP_FAILED,
                        "Liquibase stopped: " + message(root(error)),
                        "Mend what it names, then look again: oneoff status"),
                error);
    }

    /** Returns the first throwable of that type along the causes. */
    static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Returns the database's own error behind a failure. */
    static Optional<SQLException> sqlError(Throwable error) {
        return find(error, SQLException.class);
    }

    /** Returns what a precondition said; empty when the failure is of another kind. */
    static Optional<String> precondition(Throwable error) {
        return find(error, PreconditionFailedException.class)
                .map(e -> e.getFailedPreconditions().stream()
                        .map(failed -> failed.getMessage())
                        .reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b))
                .or(() -> find(error, PreconditionErrorException.class)
                        .map(e -> e.getErrorPreconditions().stream()
                                .map(failed -> message(failed.getCause()))
                                .reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b)));
    }

    /** Returns a text on one line. */
    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** Returns the first line of each statement. */
    static String firstLines(List<String> statements) {
        return statements.stream()
                .map(statement -> statement.strip().lines().findFirst().orElse(""))
                .collect(Collectors.joining("; "));
    }

    /** Returns a message on one line. */
    static String message(Throwable error) {
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return oneLine(text);
    }

    /** Leaves out the files on the way to the one that is wrong, and what Liquibase advertises. */
    private static String unwrapped(String message) {
        return message.replaceFirst(
                        "^(Error parsing \\S+ ?: )+(?=Error parsing|Syntax error in|Unexpected formatting|Duplicate)",
                        "")
                .replaceAll(" (Learn all the options at|More locations can be added with) .*$", "")
                .replaceAll("\\{\"[^\"}]*\":(\\w+)\\}", "$1")
                .replaceAll(" One of '[^']{200,}' is expected\\.", "")
                .replace(" in 'reader',", "");
    }

    static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
