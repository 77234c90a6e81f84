package dev.oneoff.sql;

import java.util.List;
import java.util.Locale;

/** Knows the statements that free every advisory lock of the session, the one that guards the run among them. */
final class SessionReset {

    private static final String UNLOCK_ALL = "pg_advisory_unlock_all";

    private SessionReset() {}

    static boolean isIn(List<Token> tokens) {
        Words words = new Words(tokens);
        if (words.takeAll("DISCARD", "ALL")) {
            return true;
        }
        // The body of DO runs here and now; that of a function is only written down.
        boolean block = words.takeAll("DO");
        return tokens.stream()
                .filter(token -> !token.isSkipped())
                .anyMatch(token -> token.isWord(UNLOCK_ALL)
                        || token.text().equals('"' + UNLOCK_ALL + '"')
                        || (block && token.text().toLowerCase(Locale.ROOT).contains(UNLOCK_ALL)));
    }
}
