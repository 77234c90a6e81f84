package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves the sequences of columns that the file has values for past the largest of them: forward only, with the sequence locked,
 * so that nobody who takes a number meanwhile is given it twice.
 */
record Sequences(Session session, TargetTable table, Heading heading) {

    /** Returns what was done, for people. */
    List<String> forward() {
        List<String> done = new ArrayList<>();
        for (TargetColumn column : heading.columns()) {
            sequence(column).flatMap(sequence -> forward(column, sequence)).ifPresent(done::add);
        }
        return done;
    }

    private Optional<String> sequence(TargetColumn column) {
        return session.list(
                        Sql.of("SELECT pg_catalog.pg_get_serial_sequence(:table, :column)")
                                .with("table", table.name().quoted())
                                .with("column", column.name().name()),
                        row -> Optional.ofNullable(row.textOrNull(1)))
                .get(0);
    }

    private Optional<String> forward(TargetColumn column, String sequence) {
        long largest = session.list(
                        Sql.positional(
                                "SELECT coalesce(max(" + column.quoted() + "), 0)::bigint FROM "
                                        + table.name().quoted(),
                                List.of()),
                        row -> row.number(1))
                .get(0);
        if (largest <= last(sequence)) {
            return Optional.empty();
        }
        // The least that takes the lock under which nobody draws a number.
        long cache = session.list(
                        Sql.of(
                                        "SELECT seqcache FROM pg_catalog.pg_sequence WHERE seqrelid = CAST(:sequence AS regclass)")
                                .with("sequence", sequence),
                        row -> row.number(1))
                .get(0);
        session.execute("ALTER SEQUENCE " + sequence + " CACHE " + cache);
        if (largest <= last(sequence)) {
            return Optional.empty();
        }
        session.list(
                Sql.of("SELECT pg_catalog.setval(CAST(:sequence AS regclass), :largest)")
                        .with("sequence", sequence)
                        .with("largest", largest),
                row -> row.number(1));
        return Optional.of(sequence + " goes on after " + largest);
    }

    private long last(String sequence) {
        return session.list(
                        Sql.positional(
                                "SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM " + sequence,
                                List.of()),
                        row -> row.number(1))
                .get(0);
    }
}
