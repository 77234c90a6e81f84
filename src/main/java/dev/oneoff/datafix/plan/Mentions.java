package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds where a statement's text names a table to read from it: after FROM or JOIN, or in the list after FROM. */
record Mentions(Wording wording, Relation table) {

    private static final Set<String> CLAUSES =
            Set.of("SELECT", "FROM", "USING", "JOIN", "ON", "WHERE", "GROUP", "ORDER", "HAVING", "SET", "VALUES");
    private static final Set<String> TABLES_FOLLOW = Set.of("FROM", "USING", "JOIN", "ON");

    /**
     * A place where the table is read.
     *
     * @param index of the table's name
     * @param missing whether it is only looked at to see that a row is not there: inside one NOT EXISTS and no other query
     * @param bracket the index of that NOT EXISTS's bracket, or of the bracket it stands in
     */
    record Mention(int index, boolean missing, int bracket) {}

    List<Mention> all() {
        List<Mention> mentions = new ArrayList<>();
        for (int at = 0; at < wording.size(); at++) {
            if (isName(at) && isRead(at)) {
                int bracket = query(wording.get(at).bracket());
                mentions.add(new Mention(at, isMissing(bracket), bracket));
            }
        }
        return mentions;
    }

    private boolean isName(int at) {
        boolean same =
                wording.name(at).map(name -> name.equals(table.name().last())).orElse(false);
        return same
                && !wording.isSymbol(at + 1, ".")
                && !wording.isSymbol(at + 1, "(")
                && wording.qualifier(at)
                        .map(Identifier::name)
                        .map(table.schema()::equals)
                        .orElse(true);
    }

    private boolean isRead(int at) {
        int before = wording.qualifier(at).isPresent() ? at - 3 : at - 1;
        if (wording.isWord(before, "ONLY")) {
            before--;
        }
        // DELETE FROM t names what is changed.
        if (before == 1 && wording.isWord(0, "DELETE")) {
            return false;
        }
        if (wording.isSymbol(before, ",")) {
            return followsTables(before);
        }
        boolean distinct = wording.isWord(before - 1, "DISTINCT");
        return wording.isWord(before, "JOIN")
                || wording.isWord(before, "USING")
                || (wording.isWord(before, "FROM") && !distinct);
    }

    private boolean followsTables(int comma) {
        int bracket = wording.get(comma).bracket();
        for (int at = comma - 1; at > bracket; at--) {
            int here = at;
            if (wording.get(at).bracket() == bracket && CLAUSES.stream().anyMatch(word -> wording.isWord(here, word))) {
                return TABLES_FOLLOW.stream().anyMatch(word -> wording.isWord(here, word));
            }
        }
        return false;
    }

    /** Returns the innermost bracket from this one outwards that holds a query. */
    private int query(int bracket) {
        int at = bracket;
        while (at != Wording.OUTSIDE && !isQuery(at)) {
            at = wording.get(at).bracket();
        }
        return at;
    }

    private boolean isMissing(int bracket) {
        if (bracket == Wording.OUTSIDE
                || !wording.isWord(bracket - 1, "EXISTS")
                || !wording.isWord(bracket - 2, "NOT")) {
            return false;
        }
        for (int outer = wording.get(bracket).bracket();
                outer != Wording.OUTSIDE;
                outer = wording.get(outer).bracket()) {
            if (isQuery(outer) || wording.isWord(outer - 1, "NOT")) {
                return false;
            }
        }
        return true;
    }

    private boolean isQuery(int bracket) {
        return wording.isWord(bracket + 1, "SELECT") || wording.isWord(bracket + 1, "WITH");
    }
}
