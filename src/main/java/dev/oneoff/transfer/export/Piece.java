package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.file.Format;
import dev.oneoff.transfer.file.OutFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One source and what is made of it.
 *
 * @param named the file, as the user named it
 * @param formulas whether texts that a spreadsheet would run are counted
 * @param masks empty for values as they are
 */
record Piece(
        Source source, String named, Format format, boolean zipped, boolean formulas, Optional<ColumnMasks> masks) {

    /** Refuses what the format cannot hold. */
    void check(Session session) {
        if (format.json() && source instanceof Source.Table table) {
            List<Boolean> all = Collections.nCopies(table.columns().size(), true);
            new LostNulls(session).refuse(table, masks.map(ColumnMasks::kept).orElse(all));
        }
    }

    /** Takes what writes a file, and has it written. */
    @FunctionalInterface
    interface Place {
        void take(OutFile.Writer writer);
    }

    /** Writes the rows. */
    Exported write(Snapshot snapshot, Place place) {
        Counted counted = new Counted();
        Optional<Formulas> counting = formulas ? counting() : Optional.empty();
        Exporting exporting = new Exporting(snapshot, source, format, masks, counting);
        place.take(out -> counted.write(out, zipped, exporting::write));
        List<String> notes = notes(snapshot.session());
        counting.flatMap(Formulas::note).ifPresent(notes::add);
        return new Exported(named, source.name(), counted.rows(), counted.bytes(), counted.sha256(), notes);
    }

    private Optional<Formulas> counting() {
        return switch (format) {
            case CSV -> Optional.of(new Formulas(source.columns(), ','));
            case TSV -> Optional.of(new Formulas(source.columns(), '\t'));
            case JSON, NDJSON -> Optional.empty();
        };
    }

    private List<String> notes(Session session) {
        List<String> notes = new ArrayList<>();
        if (source instanceof Source.Table table) {
            if (!table.computed().isEmpty()) {
                notes.add("left out, since it is computed: " + String.join(", ", table.computed()));
            }
            masks.ifPresent(rules -> notes.addAll(new MaskNotes(session, table, format, rules).notes()));
        }
        return notes;
    }
}
