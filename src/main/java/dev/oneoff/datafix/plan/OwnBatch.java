package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.plan.Work.Kind;
import java.util.List;

/**
 * Refuses a statement that asks what is not among the keys, or not in the file, or computes one value of them all: a batch knows
 * only its own, and takes those of all others for missing. Judged by the text.
 */
record OwnBatch(Wording wording, Spot spot) {

    /** Before these, something else is asked. */
    private static final List<String> BOUNDS = List.of(
            "AND", "OR", "WHERE", "ON", "FROM", "USING", "SELECT", "SET", "HAVING", "CASE", "WHEN", "THEN", "ELSE");

    /** Before a sub-select, these ask whether it has a row. */
    private static final List<String> ASKED = List.of("IN", "EXISTS", "ANY", "SOME");

    private static final List<String> TABLES = List.of("FROM", "JOIN", "USING");

    void require(Kind kind) {
        for (int at = 0; at < wording.size(); at++) {
            boolean meant = kind == Kind.KEYS ? isKeys(at) : isRows(at);
            if (meant && isDenied(at)) {
                throw refused(kind, at);
            }
            if (meant && isComputed(at)) {
                throw computed(kind, at);
            }
        }
    }

    private RuntimeException computed(Kind kind, int at) {
        return spot.at(wording.line(at))
                .refused(
                        "a batch has only its own " + (kind == Kind.KEYS ? "keys" : "rows of the file")
                                + ": what a sub-select computes of them differs from batch to batch",
                        kind == Kind.KEYS
                                ? "Compute it without :keys, and compare with them alone: WHERE id IN (:keys)."
                                : "Join the rows and take their columns, or put what is computed into the file.");
    }

    /** Says whether a sub-select that is a value holds a token: one in brackets that is neither a table nor asked for a row. */
    private boolean isComputed(int at) {
        for (int bracket = wording.get(at).bracket();
                bracket != Wording.OUTSIDE;
                bracket = wording.get(bracket).bracket()) {
            if (wording.isWord(bracket + 1, "SELECT") && !isOneOf(bracket - 1, ASKED) && !isTable(bracket)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTable(int bracket) {
        int outer = wording.get(bracket).bracket();
        for (int at = bracket - 1; at > outer; at--) {
            boolean here = wording.get(at).bracket() == outer;
            if (here && (isOneOf(at, TABLES) || isOneOf(at, BOUNDS))) {
                return isOneOf(at, TABLES);
            }
        }
        return false;
    }

    private RuntimeException refused(Kind kind, int at) {
        Spot place = spot.at(wording.line(at));
        return switch (kind) {
            case KEYS ->
                place.refused(
                        "a batch has only its own keys: what is not among them may be among those of another",
                        "Have -- find choose the keys of what is to be changed, and write WHERE id IN (:keys).");
            case ROWS ->
                place.refused(
                        "a batch has only its own rows of the file: what is not among them may be among those of another",
                        "Put the rows into a table, have -- find choose the keys of what is to be changed, and write"
                                + " WHERE id IN (:keys).");
        };
    }

    private boolean isKeys(int at) {
        return wording.isSymbol(at, ":") && wording.isWord(at + 1, Work.PLACEHOLDER);
    }

    private boolean isRows(int at) {
        return wording.name(at).filter(Work.ROWS_TABLE.last()::equals).isPresent()
                && !wording.isSymbol(at + 1, ".")
                && (wording.isSymbol(at - 1, ",") || isOneOf(at - 1, TABLES));
    }

    /** Looks at a token, and at every bracket that it stands in. */
    private boolean isDenied(int at) {
        int place = at;
        boolean denied = isDeniedBefore(place);
        while (!denied && wording.get(place).bracket() != Wording.OUTSIDE) {
            place = wording.get(place).bracket();
            denied = isDeniedBefore(place) || isJudged(place);
        }
        return denied;
    }

    private boolean isDeniedBefore(int place) {
        int bracket = wording.get(place).bracket();
        boolean here = true;
        for (int at = place - 1; at > bracket; at--) {
            if (wording.get(at).bracket() != bracket) {
                continue;
            }
            here = here && !isOneOf(at, BOUNDS) && !wording.isSymbol(at, ",");
            if (wording.isWord(at, "EXCEPT") || (here && isDenial(at))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDenial(int at) {
        boolean all = wording.isWord(at, "ALL") && !wording.isWord(at - 1, "UNION");
        boolean outer = isOneOf(at, List.of("LEFT", "FULL")) && isOneOf(at + 1, List.of("JOIN", "OUTER"));
        return wording.isWord(at, "NOT") || all || outer;
    }

    /** Says whether IS stands after a bracket: IS FALSE, IS NULL, IS NOT TRUE. */
    private boolean isJudged(int bracket) {
        int outer = wording.get(bracket).bracket();
        int at = bracket + 1;
        while (at < wording.size() && wording.get(at).bracket() != outer) {
            at++;
        }
        return wording.isWord(at + 1, "IS");
    }

    private boolean isOneOf(int at, List<String> words) {
        return words.stream().anyMatch(word -> wording.isWord(at, word));
    }
}
