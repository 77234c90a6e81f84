package dev.oneoff.datafix.plan;

import dev.oneoff.datafix.plan.Work.Kind;
import java.util.List;
import java.util.Set;

/**
 * Refuses a statement that asks what is not among the keys, or not in the file, or makes something of them together: a batch knows
 * only its own, and takes those of all others for missing. Judged by the text.
 *
 * @param aggregates the functions it calls that make one value of many rows
 */
record OwnBatch(Wording wording, Spot spot, Set<String> aggregates) {

    /** Before these, something else is asked. */
    private static final List<String> BOUNDS = List.of(
            "AND", "OR", "WHERE", "ON", "FROM", "USING", "SELECT", "SET", "HAVING", "CASE", "WHEN", "THEN", "ELSE");

    /** In a sub-select, these look at several rows for one. */
    private static final List<String> GATHERING =
            List.of("GROUP", "HAVING", "OVER", "WINDOW", "LIMIT", "FETCH", "OFFSET");

    /** Before a sub-select, these ask whether it has a row. */
    private static final List<String> ASKED = List.of("IN", "EXISTS", "ANY", "SOME");

    private static final List<String> TABLES = List.of("FROM", "JOIN", "USING");

    void require(Kind kind) {
        for (int at = 0; at < wording.size(); at++) {
            boolean meant = kind == Kind.KEYS ? isKeys(at) : isRows(at);
            if (meant && isDenied(at)) {
                throw refused(kind, at);
            }
        }
    }

    /** Refuses what is made of all keys, or of all rows of the file, together. */
    void requireNothingComputed(Kind kind) {
        for (int at = 0; at < wording.size(); at++) {
            if ((kind == Kind.KEYS ? isKeys(at) : isRows(at)) && isComputed(at)) {
                throw computed(kind, at);
            }
        }
    }

    private RuntimeException computed(Kind kind, int at) {
        return spot.at(wording.line(at))
                .refused(
                        "a batch has only its own " + (kind == Kind.KEYS ? "keys" : "rows of the file")
                                + ": what a sub-select makes of them together differs from batch to batch",
                        kind == Kind.KEYS
                                ? "Compute it without :keys, and compare with them alone: WHERE id IN (:keys)."
                                : "Join the rows and take their columns, or put what is computed into the file.");
    }

    /** Looks at every sub-select that a token stands in: whether it is a value, or makes its rows of several others. */
    private boolean isComputed(int at) {
        for (int bracket = wording.get(at).bracket();
                bracket != Wording.OUTSIDE;
                bracket = wording.get(bracket).bracket()) {
            boolean select = wording.isWord(bracket + 1, "SELECT");
            boolean value = !isOneOf(bracket - 1, ASKED) && !isTable(bracket);
            if (select && (value || gathers(bracket))) {
                return true;
            }
        }
        return false;
    }

    /** Says whether a sub-select looks at several rows for one: which those are, and how many, is another thing in each batch. */
    private boolean gathers(int bracket) {
        for (int at = bracket + 1; at < wording.size() && wording.isInside(at, bracket); at++) {
            boolean here = wording.get(at).bracket() == bracket;
            boolean aggregate = wording.isSymbol(at + 1, "(")
                    && wording.name(at)
                            .filter(name -> aggregates.contains(name.name()))
                            .isPresent();
            if (here && (aggregate || isOneOf(at, GATHERING))) {
                return true;
            }
        }
        return false;
    }

    /** Says whether a sub-select is a table: after the FROM of a SELECT, not of IS DISTINCT FROM or EXTRACT(… FROM …). */
    private boolean isTable(int bracket) {
        int outer = wording.get(bracket).bracket();
        boolean ofSelect = outer == Wording.OUTSIDE || wording.isWord(outer + 1, "SELECT");
        for (int at = bracket - 1; at > outer; at--) {
            boolean here = wording.get(at).bracket() == outer;
            if (here && (isOneOf(at, TABLES) || isOneOf(at, BOUNDS))) {
                return ofSelect && isOneOf(at, TABLES) && !wording.isWord(at - 1, "DISTINCT");
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
