package dev.oneoff.transfer.embedded;

import java.sql.SQLException;
import java.util.Set;

/** Which errors of H2 a row is to blame for, and what they are called. H2 manual, Error Codes. */
final class Fault {

    static final String UNIQUE = "23505";
    static final String RULE = "23513";

    private static final Set<String> CLASSES = Set.of("22", "23");
    private static final int TRIGGER = 90044;

    private Fault() {}

    /** Says whether it is the row; the statement has left nothing of it then, and the transaction goes on. */
    static boolean ofTheRow(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return error.getErrorCode() == TRIGGER || CLASSES.contains(state.substring(0, Math.min(2, state.length())));
    }

    static String code(SQLException error) {
        return switch (String.valueOf(error.getSQLState())) {
            case UNIQUE -> "unique-in-table";
            case "23506" -> "fk-missing";
            case RULE, "23514" -> "check";
            case "23502" -> "not-null";
            case "22001", "22003" -> "length";
            default -> "other";
        };
    }
}
