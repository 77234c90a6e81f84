package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.sql.Identifier;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file that an UPDATE or DELETE joins to the changed table.
 *
 * @param rows what the statement calls them
 * @param expected what they expect of the changed table
 */
public record Joined(Identifier rows, List<Expected> expected) {

    private static final List<String> NO_ALIAS = List.of("WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ON");

    /** Copies the list. */
    public Joined {
        expected = List.copyOf(expected);
    }

    /** Returns how a statement joins them; empty where it does not. */
    static Optional<Joined> of(Change change, Wording wording, List<Expected> expected, Spot spot) {
        Optional<Identifier> rows =
                change.form() == Change.Form.INSERT ? Optional.empty() : new Finder(wording).alias(change);
        if (rows.isEmpty() && !expected.isEmpty()) {
            throw spot.refused(
                    "the file has columns that begin with expected_, and the statement does not join rows after FROM",
                    "Write UPDATE … FROM rows WHERE …, or take these columns out.");
        }
        return rows.map(alias -> new Joined(alias, expected));
    }

    private record Finder(Wording wording) {

        Optional<Identifier> alias(Change change) {
            int from = change.others().map(others -> others.from()).orElse(Integer.MAX_VALUE);
            int to = change.condition().from();
            for (int at = 0; at < wording.size(); at++) {
                Wording.Word word = wording.get(at);
                boolean here = word.from() >= from && word.from() < to && word.bracket() == Wording.OUTSIDE;
                if (here
                        && wording.name(at)
                                .filter(Work.ROWS_TABLE.last()::equals)
                                .isPresent()
                        && !wording.isSymbol(at + 1, ".")) {
                    return Optional.of(named(at));
                }
            }
            return Optional.empty();
        }

        private Identifier named(int at) {
            if (wording.isWord(at + 1, "AS")) {
                return wording.name(at + 2).orElseThrow();
            }
            boolean plain =
                    at + 1 >= wording.size() || NO_ALIAS.stream().anyMatch(word -> wording.isWord(at + 1, word));
            return plain ? Work.ROWS_TABLE.last() : wording.name(at + 1).orElse(Work.ROWS_TABLE.last());
        }
    }
}
