package dev.oneoff.database.dialect;

import dev.oneoff.failure.FailureKind;
import java.util.regex.Pattern;

/**
 * What PgBouncer means. It gives almost every refusal the SQLSTATE of a protocol violation, which a server sends to a
 * broken client only: there the text is all there is (pgbouncer 1.18, src/client.c and src/objects.c).
 */
final class PoolerErrors {

    static final String STATE = "08P01";

    private static final Pattern PARAMETER = Pattern.compile("unsupported startup parameter", Pattern.CASE_INSENSITIVE);
    private static final Pattern DENIED =
            Pattern.compile("authentication failed|no such user", Pattern.CASE_INSENSITIVE);

    private PoolerErrors() {}

    /** Returns the kind of a failure by its text; most go by themselves, such as a pool that is full. */
    static FailureKind kindOf(String message) {
        if (PARAMETER.matcher(message).find()) {
            return FailureKind.CONFIGURATION;
        }
        return DENIED.matcher(message).find() ? FailureKind.DENIED : FailureKind.UNREACHABLE;
    }
}
