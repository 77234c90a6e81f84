package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.sql.Identifier;

/** Looks up the rows that fields name, before values are made of their texts: each name once. */
record Lookups(Session session, Heading heading) {

    private static final String FOUND = """
            CREATE TEMPORARY TABLE %1$s ON COMMIT DROP AS
            SELECT n.name, min(CAST(t.%2$s AS text)) AS found, count(t.%2$s) AS times
            FROM (SELECT DISTINCT r.c%3$d AS name FROM oneoff_raw AS r WHERE r.c%3$d IS NOT NULL) AS n
            LEFT JOIN %4$s AS t ON CAST(t.%5$s AS text) = n.name
            GROUP BY n.name""";

    private static final String REJECT = """
            INSERT INTO oneoff_reject (line, place, field, value, code, reason)
            SELECT r.line, %1$d, %2$s, r.c%1$d, CASE f.times WHEN 0 THEN 'fk-missing' ELSE 'ref-ambiguous' END,
                CASE f.times WHEN 0 THEN %3$s ELSE %4$s END
            FROM oneoff_raw AS r
            JOIN %5$s AS f ON f.name = r.c%1$d
            WHERE f.times <> 1""";

    void find() {
        heading.lookups().forEach(this::find);
    }

    private void find(Lookup lookup) {
        String referred = Identifier.of(lookup.reference().referred().get(0)).quoted();
        String table = lookup.reference().table();
        String column = lookup.reference().columns().get(0);
        session.execute(FOUND.formatted(lookup.found(), referred, lookup.place(), table, lookup.by()));
        session.execute("ALTER TABLE " + lookup.found() + " ADD PRIMARY KEY (name)");
        session.execute("ANALYZE " + lookup.found());
        session.execute(REJECT.formatted(
                lookup.place(),
                Literal.of(column),
                Literal.of("no row of " + table + " has this " + lookup.by()),
                Literal.of("several rows of " + table + " have this " + lookup.by()),
                lookup.found()));
    }
}
