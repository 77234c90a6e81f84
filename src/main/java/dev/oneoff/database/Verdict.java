package dev.oneoff.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the server says of somebody else's words.
 *
 * @param rows what it answered; none when it refuses
 * @param complaint why it refuses; empty when it does not
 */
public record Verdict<T>(List<T> rows, Optional<Complaint> complaint) {

    /**
     * Feature not supported, data exception, no such schema, syntax error and unknown names (PostgreSQL, appendix A); 90 is
     * what H2 has for the rest.
     */
    private static final Set<String> OF_THE_TEXT = Set.of("0A", "22", "3F", "42", "90");

    /**
     * Why the server refuses.
     *
     * @param text its message on one line, without the password
     * @param position where in the text, in characters from 1; empty when it does not say
     */
    public record Complaint(String text, OptionalInt position) {}

    /** Copies the rows. */
    public Verdict {
        rows = List.copyOf(rows);
    }

    static <T> Verdict<T> of(List<T> rows) {
        return new Verdict<>(rows, Optional.empty());
    }

    static <T> Verdict<T> refused(String text, OptionalInt position) {
        return new Verdict<>(List.of(), Optional.of(new Complaint(text, position)));
    }

    static boolean blamesTheText(SQLException error) {
        String state = error.getSQLState();
        return state != null && state.length() == 5 && OF_THE_TEXT.contains(state.substring(0, 2));
    }
}
