package dev.oneoff.transfer.embedded;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks up the rows of another table that a field names otherwise than its column does. For one thread. */
public final class Names {

    // What was looked up lately is kept: a file names few rows, many times each.
    private static final int KEPT = 10_000;

    private final Session session;
    private final Reference reference;
    private final String by;
    private final Map<String, List<String>> found = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * Makes it.
     *
     * @param by the column of the other table that has the names, quoted
     */
    public Names(Session session, Reference reference, String by) {
        this.session = session;
        this.reference = reference;
        this.by = by;
    }

    /** Puts what the column has for a name in the place of the last column of a row, or says why there is none. */
    public void find(String name, Line line) {
        List<String> rows = found.computeIfAbsent(name, this::read);
        if (rows.size() == 1) {
            line.instead(rows.get(0));
        } else if (rows.isEmpty()) {
            line.unread("fk-missing", "no row of " + reference.table() + " has this " + by);
        } else {
            line.unread("ref-ambiguous", "several rows of " + reference.table() + " have this " + by);
        }
    }

    private List<String> read(String name) {
        String column = Identifier.of(reference.referred().get(0)).quoted();
        return session.list(
                Sql.positional(
                        "SELECT CAST(t." + column + " AS CHARACTER VARYING) FROM " + reference.table()
                                + " AS t WHERE CAST(t." + by + " AS CHARACTER VARYING) = ? AND t." + column
                                + " IS NOT NULL LIMIT 2",
                        List.of(name)),
                row -> row.text(1));
    }
}
