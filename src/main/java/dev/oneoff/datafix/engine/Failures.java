package dev.oneoff.datafix.engine;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Set;

/** What to do about a batch that the database refused, by its SQLSTATE. */
public enum Failures {
    /** Somebody else was in the way: a deadlock, a lock not had in time, a serialization failure. */
    AGAIN,
    /** It took too long. */
    SMALLER,
    /** The connection is gone: nobody knows here whether the commit was done; the cursor does. */
    LOST,
    /** Not the database's word but ours: it ends the run. */
    FINAL,
    /** One of its rows cannot be changed. */
    ROW,
    /** A value cannot be computed: of one of its rows, or of another one that the server looked at on the way. */
    VALUE;

    // PostgreSQL, then H2: a lock not had in time, a row that another transaction is changing.
    private static final Set<String> PASSING = Set.of("40001", "40P01", "55P03", "HYT00", "90131");
    // A constraint, a view's check option, what a trigger raises.
    private static final Set<String> OF_A_ROW = Set.of("23", "44", "P0", "OE");
    private static final String OF_A_VALUE = "22";

    /** Our own: a row of a file expects another value than there is. */
    static final String UNEXPECTED = "OE001";

    /** Our own: code of the application threw something that is not of the database. */
    static final String THROWN = "OE002";

    // H2 has a state of its own for what a trigger throws.
    private static final String TRIGGER = "90044";
    private static final String CANCELLED = "57014";

    /** Returns what to do about an error. */
    public static Failures of(OneoffException error) {
        String state = sqlState(error.failure());
        if (error.kind() == FailureKind.UNREACHABLE) {
            return LOST;
        }
        if (state.isEmpty() || error.kind() == FailureKind.DENIED) {
            return FINAL;
        }
        if (PASSING.contains(state)) {
            return AGAIN;
        }
        if (state.equals(CANCELLED)) {
            return SMALLER;
        }
        if (state.startsWith(OF_A_VALUE)) {
            return VALUE;
        }
        return state.equals(TRIGGER) || OF_A_ROW.contains(state.substring(0, 2)) ? ROW : FINAL;
    }

    static String sqlState(Failure failure) {
        return failure.fact("sqlState").orElse("");
    }
}
