package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.sql.Statement;
import java.util.List;

/** What a check of a script finds: its rows as one text, to be compared before the first and after the last batch. */
public final class Invariant {

    private static final int ROWS = 100;

    private Invariant() {}

    /** Reads it; at most a hundred rows, in the order that the statement gives them. */
    public static String read(Session session, Binding binding, Statement check) {
        String text = "SELECT oneoff_found::text FROM (" + binding.bind(check).text() + "\n) AS oneoff_found LIMIT ?";
        return String.join("; ", session.list(Sql.positional(text, List.of(ROWS)), row -> row.text(1)));
    }
}
