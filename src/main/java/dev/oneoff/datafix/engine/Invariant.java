package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.statement.Binding;
import dev.oneoff.sql.Statement;

/** What a check of a script finds: its rows as one text, to be compared before the first and after the last batch. */
public final class Invariant {

    private static final int ROWS = 100;

    private Invariant() {}

    /** Reads it; at most a hundred rows, in the order that the statement gives them. */
    public static String read(Session session, Binding binding, Statement check) {
        return String.join(
                "; ",
                Spelling.of(session.dialect())
                        .found(session, binding.bind(check).text(), ROWS));
    }
}
