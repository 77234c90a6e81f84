package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.Sequences.Owned;
import dev.oneoff.transfer.target.TargetTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The shortest way, for a file whose rows are all new and taken as they stand. What stops it is left to the long way to tell. */
record AtOnce(Session session, TargetTable table, Heading heading, Straight straight, Source source) {

    // PostgreSQL manual, appendix A: connections, transactions, resources, what is not in a state for it, operators,
    // the system.
    private static final Set<String> OF_THE_SERVER = Set.of("08", "25", "53", "55", "57", "58", "XX");

    /** The file, to be read from its beginning. */
    interface Source {
        /** Has it read; returns how many records there were, empty where one was not taken. */
        OptionalLong read(Reader reader);
    }

    /** What reads it. */
    interface Reader {
        OptionalLong read(Records records, Reading reading) throws IOException;
    }

    /** Says whether all rows would be inserted; false where that is not known. */
    boolean look(ImportRequest request, Classes classes) {
        Rehearsal rehearsal = new Rehearsal(session, table, heading);
        return attempt(() -> rehearsal.allowed(straight, request.mode(), classes.key())
                && copied(rehearsal.twin(), new LinkedHashMap<>())
                && rehearsal.taken());
    }

    /**
     * Inserts all rows; nothing is left of an attempt that fails.
     *
     * @param kept what is done once they are there; says whether that was all of them
     * @return what people should know of it; empty where they were not inserted
     */
    Optional<List<String>> write(ImportRequest request, Classes classes, BooleanSupplier kept) {
        if (!straight.allowed(request, classes.key())) {
            return Optional.empty();
        }
        Sequences sequences = new Sequences(session, table, heading);
        Map<Owned, Long> largest = new LinkedHashMap<>();
        sequences.owned().forEach(owned -> largest.put(owned, Long.MIN_VALUE));
        List<String> notes = new ArrayList<>();
        boolean written = attempt(() -> {
            if (!copied(table.name().quoted(), largest) || !kept.getAsBoolean()) {
                return false;
            }
            session.execute("SET CONSTRAINTS ALL IMMEDIATE");
            largest.forEach((owned, number) -> sequences.forward(owned, number).ifPresent(notes::add));
            return true;
        });
        return written ? Optional.of(notes) : Optional.empty();
    }

    private boolean copied(String into, Map<Owned, Long> largest) {
        return source.read((records, reading) -> straight.copy(into, records, reading, largest))
                .isPresent();
    }

    /** Says whether an error of the server may come of the file: the long way tells of which row. */
    static boolean ofTheFile(OneoffException e) {
        String state = e.failure().fact("sqlState").orElse("");
        return !state.isEmpty()
                && e.kind() != FailureKind.UNREACHABLE
                && !OF_THE_SERVER.contains(state.substring(0, 2));
    }

    /** Tries it; nothing is left of one that does not succeed, or that the server does not take. */
    private boolean attempt(BooleanSupplier attempt) {
        session.execute("SAVEPOINT oneoff_straight");
        try {
            if (attempt.getAsBoolean()) {
                return true;
            }
        } catch (OneoffException e) {
            if (!ofTheFile(e)) {
                throw e;
            }
        }
        session.execute("ROLLBACK TO SAVEPOINT oneoff_straight");
        return false;
    }
}
