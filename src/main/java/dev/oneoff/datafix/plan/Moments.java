package dev.oneoff.datafix.plan;

import dev.oneoff.sql.TokenKind;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses {@code 'now'::timestamptz} and its like: a text that means another moment in each batch, and that nobody binds to
 * the start of the run (PostgreSQL manual, section 8.5.1.4 "Special Values").
 */
record Moments(Wording wording, Spot spot) {

    private static final Set<String> SPECIAL = Set.of("'now'", "'today'", "'tomorrow'", "'yesterday'");
    private static final Set<String> TYPES = Set.of("TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIME", "TIMETZ");

    void refuse() {
        for (int at = 0; at < wording.size(); at++) {
            int here = at;
            String text = wording.get(at).token().text().toLowerCase(Locale.ROOT);
            boolean moment = wording.get(at).token().kind() == TokenKind.STRING && SPECIAL.contains(text);
            boolean typed =
                    wording.isSymbol(at + 1, "::") || TYPES.stream().anyMatch(type -> wording.isWord(here - 1, type));
            if (moment && typed) {
                throw spot.at(wording.line(at))
                        .refused(
                                text + " is another moment in each batch",
                                "Write now() or current_date, which are bound to the start of the run.");
            }
        }
    }
}
