package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Expected;
import dev.oneoff.datafix.plan.Joined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the rows of a file and those of the changed table meet, in the session's transaction. */
record FileRows(Session session, Step step, Joined joined) {

    /** Makes it of a statement that joins them. */
    static Optional<FileRows> of(Session session, Step step) {
        return step.plan().joined().map(joined -> new FileRows(session, step, joined));
    }

    /**
     * Some rows of a file.
     *
     * @param places the first of them, from 1
     * @param count how many there are
     */
    record Places(List<Long> places, long count) {

        /** Says which, for people. */
        String said() {
            return places.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + (count > places.size() ? ", …" : "");
        }
    }

    /** Returns the first rows that expect another value of the changed table. */
    Places unexpected(Given given, Expected expected, int limit) {
        return places(step.sql().unexpected(given, joined, expected, limit));
    }

    /** Returns the first rows for which the statement finds nothing to change. */
    Places missing(Given given, int limit) {
        return places(step.sql().missing(given, joined, limit));
    }

    private Places places(Sql sql) {
        List<Long> counted = new ArrayList<>();
        List<Long> places = session.list(sql, row -> {
            counted.add(row.number(2));
            return row.number(1);
        });
        return new Places(places, counted.isEmpty() ? 0 : counted.get(0));
    }
}
