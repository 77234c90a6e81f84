package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Change.Form;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses an UPDATE in which several keys of a worklist may lead to one row: such a row would be changed once in each batch
 * that holds one of them, so that the size of the batches decides. Judged by the text: a unique key of the changed table has
 * to stand before {@code IN (:keys)} or {@code = ANY (:keys)}.
 */
record OwnKeys(Change change, Wording wording, Spot spot) {

    void require(List<List<String>> keys) {
        if (change.form() != Form.UPDATE) {
            return;
        }
        for (int at = 0; at < wording.size(); at++) {
            if (wording.isSymbol(at, ":") && wording.isWord(at + 1, Work.PLACEHOLDER) && !isOneOf(at, keys)) {
                throw spot.refused(
                        "several keys may lead to one row, which would be changed once for each batch of them",
                        "Compare a unique key of the changed table itself with them, WHERE id IN (:keys), or write"
                                + " -- batches: order-independent if it does not matter how often.");
            }
        }
    }

    private boolean isOneOf(int colon, List<List<String>> keys) {
        int bracket = colon - 1;
        int before = wording.isWord(bracket - 1, "ANY") ? bracket - 3 : bracket - 2;
        boolean compared = wording.isWord(bracket - 1, "IN")
                || (wording.isWord(bracket - 1, "ANY") && wording.isSymbol(bracket - 2, "="));
        if (!compared
                || wording.get(colon).bracket() != bracket
                || wording.get(bracket).bracket() != Wording.OUTSIDE) {
            return false;
        }
        Set<String> columns = new HashSet<>(columns(before));
        return keys.stream().anyMatch(key -> columns.equals(new HashSet<>(key)));
    }

    /** Returns the column, or the columns in brackets, that end at a token. */
    private List<String> columns(int last) {
        List<String> names = new ArrayList<>();
        if (!wording.isSymbol(last, ")")) {
            column(last).ifPresent(names::add);
            return names;
        }
        for (int at = last - 1; at >= 0 && !wording.isSymbol(at, "("); at--) {
            if (!wording.isSymbol(at, ",") && !wording.isSymbol(at, ".") && !wording.isSymbol(at + 1, ".")) {
                column(at).ifPresent(names::add);
            }
        }
        return names;
    }

    /** A column of the changed table, with its name before it or none. */
    private Optional<String> column(int at) {
        Identifier table = change.table().alias().orElse(change.table().name().last());
        boolean ours = wording.qualifier(at).map(table::equals).orElse(true);
        return ours ? wording.name(at).map(Identifier::name) : Optional.empty();
    }
}
