package dev.oneoff.datafix.script;

import dev.oneoff.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a script under a line of its own, {@code -- find}; what stands before the first such line is {@link Kind#APPLY}.
 *
 * @param statements in the script's order, each with its place
 */
public record Section(Kind kind, List<Statement> statements) {

    /** What a section is for. */
    public enum Kind {
        /** A SELECT of keys, run once. */
        FIND,
        /** What changes rows. */
        APPLY,
        /** A SELECT that returns nothing when all is well. */
        VERIFY,
        /** A SELECT whose rows stay the same. */
        CHECK;

        static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the statements. */
    public Section {
        statements = List.copyOf(statements);
    }
}
