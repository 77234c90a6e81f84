package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of a file that says what the changed table should hold before it is changed: {@code expected_email} for
 * {@code email}.
 *
 * @param rows what the statement calls the rows of the file
 * @param file the column of the file
 * @param column the column of the changed table
 */
public record Expected(Identifier rows, Identifier file, Column column) {

    private static final String PREFIX = "expected_";

    /** Returns those of a statement. */
    static List<Expected> of(Work work, Change change, List<StoredColumn> stored, Finder finder) {
        List<Expected> all = new ArrayList<>();
        for (Column column : work.columns()) {
            String name = column.name().name();
            if (work.kind() != Work.Kind.ROWS || !name.startsWith(PREFIX)) {
                continue;
            }
            Column compared = stored.stream()
                    .filter(each -> each.name().equals(name.substring(PREFIX.length())))
                    .findFirst()
                    .orElseThrow(() -> finder.spot()
                            .refused(
                                    "the file's column " + name + " expects something of "
                                            + name.substring(PREFIX.length())
                                            + ", which the changed table does not have",
                                    "Call it otherwise, or name a column of the table after expected_."))
                    .column();
            all.add(new Expected(finder.alias(change), column.name(), compared));
        }
        return all;
    }

    /** Finds what a statement calls the rows. */
    record Finder(Wording wording, Spot spot) {

        Identifier alias(Change change) {
            return joined(change)
                    .map(this::named)
                    .orElseThrow(() -> spot.refused(
                            "the file has columns that begin with expected_, and the statement does not join rows after FROM",
                            "Write UPDATE … FROM rows WHERE …, or take these columns out."));
        }

        /** Refuses an UPDATE of which nobody can tell whether several rows of the file lead to one row. */
        void requireJoined(Change change) {
            if (change.form() == Form.UPDATE && joined(change).isEmpty()) {
                throw spot.refused(
                        "several rows of the file may lead to one row, which would be changed once for each batch of them",
                        "Join them, UPDATE … FROM rows WHERE …, so that this can be looked at, or write"
                                + " -- batches: order-independent if it does not matter how often.");
            }
        }

        /** Returns where the rows stand after FROM. */
        private Optional<Integer> joined(Change change) {
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
                    return Optional.of(at);
                }
            }
            return Optional.empty();
        }

        private Identifier named(int at) {
            if (wording.isWord(at + 1, "AS")) {
                return wording.name(at + 2).orElseThrow();
            }
            boolean plain = at + 1 >= wording.size()
                    || List.of("WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ON").stream()
                            .anyMatch(word -> wording.isWord(at + 1, word));
            return plain ? Work.ROWS_TABLE.last() : wording.name(at + 1).orElse(Work.ROWS_TABLE.last());
        }
    }
}
