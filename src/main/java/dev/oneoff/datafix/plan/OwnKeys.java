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
 * Refuses an UPDATE, or an INSERT, in which several keys of a worklist may lead to one row: such a row would be changed, or
 * what stands for it inserted, once in each batch that holds one of them, so that the size of the batches decides. Judged by
 * the text: a unique key of the changed table, or of the first table after FROM of an INSERT, has to stand before {@code IN
 * (:keys)} or {@code = ANY (:keys)}, and the condition must not hold without it.
 */
record OwnKeys(Change change, Wording wording, Spot spot) {

    void require(List<List<String>> keys, List<List<String>> targetKeys) {
        // A row is deleted once, and one that is there already is passed over.
        if (change.form() == Form.DELETE || passesOver(targetKeys)) {
            return;
        }
        boolean inserts = change.form() == Form.INSERT;
        for (int at = 0; at < wording.size(); at++) {
            if (wording.isSymbol(at, ":") && wording.isWord(at + 1, Work.PLACEHOLDER) && !isOneOf(at, keys)) {
                throw spot.refused(
                        "several keys may lead to one row, which would be " + (inserts ? "inserted" : "changed")
                                + " once for each batch of them",
                        "Compare a unique key of the " + (inserts ? "first table after FROM" : "changed table itself")
                                + " with them, WHERE id IN (:keys), or write -- batches: order-independent if it does"
                                + " not matter how often.");
            }
        }
        if (!isRequired()) {
            throw spot.refused(
                    "the condition may hold for rows of no key, which would be " + (inserts ? "inserted" : "changed")
                            + " once for each batch",
                    "Write WHERE id IN (:keys) AND …, with the rest in brackets where it has an OR, or write"
                            + " -- batches: order-independent if it does not matter how often.");
        }
    }

    /** Says whether ON CONFLICT DO NOTHING can find a row of an earlier batch: by a unique key that the INSERT sets. */
    private boolean passesOver(List<List<String>> targetKeys) {
        List<String> set = change.columns().stream().map(Identifier::name).toList();
        return change.tail().isPresent() && targetKeys.stream().anyMatch(set::containsAll);
    }

    /** Says whether one comparison with the keys has to hold for the condition to hold. */
    private boolean isRequired() {
        boolean required = false;
        for (int at = 0; at < wording.size(); at++) {
            if (!inCondition(at) || wording.get(at).bracket() != Wording.OUTSIDE) {
                continue;
            }
            if (wording.isWord(at, "OR")) {
                return false;
            }
            boolean keys = wording.isSymbol(at, "(")
                    && wording.isSymbol(at + 1, ":")
                    && wording.isWord(at + 2, Work.PLACEHOLDER);
            // The bracket, the colon, the word, and the bracket's end.
            required |= keys && isBound(begin(operand(at)) - 1) && isBound(at + 4);
        }
        return required;
    }

    private boolean isBound(int at) {
        return !inCondition(at) || wording.isWord(at, "AND");
    }

    /** Returns the last token of what is compared with the keys in a bracket. */
    private int operand(int bracket) {
        return wording.isWord(bracket - 1, "ANY") ? bracket - 3 : bracket - 2;
    }

    /** Returns the first token of a column, or of columns in brackets, by the last one. */
    private int begin(int last) {
        int at = wording.isSymbol(last, ")") ? wording.get(last - 1).bracket() : last;
        while (wording.isSymbol(at - 1, ".")) {
            at -= 2;
        }
        return at;
    }

    private boolean inCondition(int at) {
        return at >= 0
                && at < wording.size()
                && wording.get(at).from() >= change.condition().from()
                && wording.get(at).from() < change.condition().to();
    }

    private boolean isOneOf(int colon, List<List<String>> keys) {
        int bracket = colon - 1;
        boolean compared = wording.isWord(bracket - 1, "IN")
                || (wording.isWord(bracket - 1, "ANY") && wording.isSymbol(bracket - 2, "="));
        if (!compared
                || wording.get(colon).bracket() != bracket
                || wording.get(bracket).bracket() != Wording.OUTSIDE) {
            return false;
        }
        Set<String> columns = new HashSet<>(columns(operand(bracket)));
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

    /** A column of the table walked along, with its name before it or none. */
    private Optional<String> column(int at) {
        Identifier table = change.walked().alias().orElse(change.walked().name().last());
        boolean ours = wording.qualifier(at).map(table::equals).orElse(true);
        return ours ? wording.name(at).map(Identifier::name) : Optional.empty();
    }
}
