package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.transfer.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves the sequences of columns past the largest value that was inserted: forward only, with the sequence locked, so that
 * nobody who takes a number meanwhile is given it twice.
 */
record Sequences(Session session, TargetTable table, Heading heading) {

    /**
     * A sequence and the column that draws from it.
     *
     * @param place of the column's field
     * @param sequence quoted, with its schema
     * @param most the largest number it may give
     */
    record Owned(int place, String column, String sequence, long cache, long most) {}

    private static final String FACTS = """
            SELECT pg_catalog.pg_get_serial_sequence(:table, :column), s.seqcache, s.seqmax
            FROM pg_catalog.pg_sequence s
            WHERE s.seqrelid = CAST(pg_catalog.pg_get_serial_sequence(:table, :column) AS regclass)
              AND s.seqincrement > 0""";

    /** Returns those of the columns that the file has; one that counts down is left alone. */
    List<Owned> owned() {
        List<Owned> owned = new ArrayList<>();
        for (Field field : heading.fields()) {
            session.list(
                            Sql.of(FACTS)
                                    .with("table", table.name().quoted())
                                    .with("column", field.column().name().name()),
                            row -> new Owned(
                                    field.place(), field.column().quoted(), row.text(1), row.number(2), row.number(3)))
                    .forEach(owned::add);
        }
        return owned;
    }

    /** Moves them past what the plan has inserted; returns what was done, for people. */
    List<String> forward() {
        List<String> done = new ArrayList<>();
        for (Owned each : owned()) {
            session.list(
                            Sql.positional(
                                    "SELECT max(s." + each.column()
                                            + ")::bigint FROM oneoff_typed AS s JOIN oneoff_plan AS p"
                                            + " ON p.line = s.oneoff_line WHERE p.act = 'insert'",
                                    List.of()),
                            row -> Optional.ofNullable(row.longOrNull(1)))
                    .get(0)
                    .flatMap(largest -> forward(each, largest))
                    .ifPresent(done::add);
        }
        return done;
    }

    /** Moves one past a number; returns what was done, or has to be. */
    Optional<String> forward(Owned each, long largest) {
        if (largest <= last(each)) {
            return Optional.empty();
        }
        if (largest > each.most()) {
            return Optional.of(each.sequence() + " ends at " + each.most() + " and was left where it is");
        }
        session.execute("SAVEPOINT oneoff_sequence");
        try {
            // The least that takes the lock under which nobody draws a number.
            session.execute("ALTER SEQUENCE " + each.sequence() + " CACHE " + each.cache());
        } catch (OneoffException e) {
            session.execute("ROLLBACK TO SAVEPOINT oneoff_sequence");
            return Optional.of(each.sequence() + " is not this role's to move; its owner has to run: SELECT setval('"
                    + each.sequence() + "', " + largest + ")");
        }
        if (largest > last(each)) {
            session.list(
                    Sql.of("SELECT pg_catalog.setval(CAST(:sequence AS regclass), :largest)")
                            .with("sequence", each.sequence())
                            .with("largest", largest),
                    row -> row.number(1));
        }
        return Optional.of(each.sequence() + " goes on after " + largest);
    }

    private long last(Owned each) {
        return session.list(
                        Sql.positional(
                                "SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM " + each.sequence(),
                                List.of()),
                        row -> row.number(1))
                .get(0);
    }
}
