package dev.oneoff.database;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.Secret;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.sql.SQLException;
import java.util.Optional;

/** Turns a driver's errors into ours, once: by SQLSTATE, with the password taken out of the text. */
public final class SqlErrors {

    // A chain of causes may be a ring.
    private static final int DEEPEST = 20;

    private final DatabaseAddress address;
    private final Dialect dialect;

    SqlErrors(DatabaseAddress address, Dialect dialect) {
        this.address = address;
        this.dialect = dialect;
    }

    /**
     * Makes our exception of the driver's.
     *
     * @param doing what was being done, for an error whose SQLSTATE says nothing we know
     */
    public OneoffException translate(SQLException error, String doing) {
        return failing(error, dialect.kindOf(error), doing);
    }

    /**
     * The same for an error that came of connecting.
     *
     * @param doing what was being done
     */
    public OneoffException connecting(SQLException error, String doing) {
        return failing(error, dialect.kindOfConnecting(error), doing);
    }

    private OneoffException failing(SQLException error, Optional<FailureKind> known, String doing) {
        FailureKind kind = known.orElse(FailureKind.STEP_FAILED);
        String text = text(error);
        Failure failure = switch (kind) {
            case UNREACHABLE ->
                new Failure(
                        kind,
                        dialect.product() + " at " + address.host() + " cannot be reached: " + text,
                        "Check that it runs and that " + address.source() + " names its host, port and database.");
            case DENIED ->
                new Failure(
                        kind,
                        dialect.product() + " at " + address.host() + " denied user " + address.user() + ": " + text,
                        "Check the user, the password and the TLS settings in " + address.source()
                                + ", and what the role was granted.");
            case LOCKED ->
                new Failure(kind, "The embedded database is open in another process.", "Try again when it has ended.");
            case CONFIGURATION ->
                new Failure(
                        kind,
                        "The pooler at " + address.host() + " refuses an option of " + address.source() + ": " + text,
                        "Take it out of " + address.source() + ", or set DIRECT_URL to the server's own address.");
            default ->
                new Failure(
                        kind,
                        "The database refused while " + doing + ": " + text,
                        "Mend what it names, then run the same command again.");
        };
        String state = error.getSQLState();
        return new OneoffException(state == null ? failure : failure.with("sqlState", state), error);
    }

    /** Makes our exception of the driver's that a foreign one is, or was caused by; empty when there is none. */
    public Optional<OneoffException> ofCause(Throwable thrown, String doing) {
        Throwable cause = thrown;
        for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
            if (cause instanceof SQLException error) {
                return Optional.of(translate(error, doing));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Returns the kind of failure this error is by itself; empty when that depends on what was being done. */
    public Optional<FailureKind> kindOf(SQLException error) {
        return dialect.kindOf(error);
    }

    /** Returns where the database is, for people: host and name. */
    public String where() {
        return address.name() + " on " + address.host();
    }

    /** Returns the driver's message on one line, without the password. */
    public String text(SQLException error) {
        return scrub(dialect.messageOf(error)).replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** Returns the text with the password replaced, wherever it stands. */
    public String scrub(String text) {
        return address.password()
                .map(Secret::reveal)
                .filter(password -> !password.isEmpty())
                .map(password -> text.replace(password, "***"))
                .orElse(text);
    }
}
