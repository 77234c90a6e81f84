package dev.oneoff.transfer.export;

import dev.oneoff.database.Session;
import dev.oneoff.transfer.file.Format;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes the rows of one source, and puts round them what the format wants. */
record Exporting(
        Snapshot snapshot, Source source, Format format, Optional<ColumnMasks> masks, Optional<Formulas> formulas) {

    private static final byte[] BEGIN = "[\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = "[]\n".getBytes(StandardCharsets.US_ASCII);

    /** Writes the rows; returns how many there are. */
    long write(OutputStream out) throws IOException {
        // They come one by one.
        OutputStream many = new BufferedOutputStream(out, 1 << 16);
        long rows = format == Format.JSON ? array(many) : rows(lines(many));
        many.flush();
        return rows;
    }

    private Lines.Target lines(OutputStream out) {
        if (formulas.isEmpty()) {
            return (line, length) -> out.write(line, 0, length);
        }
        Formulas watching = formulas.get();
        return (line, length) -> {
            watching.look(line);
            out.write(line, 0, length);
        };
    }

    private long array(OutputStream out) throws IOException {
        boolean[] begun = new boolean[1];
        long rows = rows((line, length) -> {
            if (begun[0]) {
                out.write(',');
            } else {
                out.write(BEGIN);
            }
            begun[0] = true;
            out.write(line, 0, length);
        });
        out.write(begun[0] ? END : NONE);
        return rows;
    }

    private long rows(Lines.Target lines) throws IOException {
        Session session = snapshot.session();
        Lines.Target target = (line, length) -> {
            // A signal cancels the statement that is running; rows that are here already need none.
            snapshot.cancellation().check();
            lines.line(line, length);
        };
        if (session.dialect().embedded()) {
            ColumnMasks none = ColumnMasks.none(source.columns().size());
            return new EmbeddedRows(session, source, format, masks.orElse(none)).write(target);
        }
        if (masks.isPresent()) {
            return new MaskedRows(session, source, format, masks.get()).write(target);
        }
        CopiedLines made = CopiedLines.of(format, source);
        Lines.of(format, List.of()).head(source.names(), target);
        return new CopiedRows(session, new ExportSql(source, format).copy(), made).write(target);
    }
}
