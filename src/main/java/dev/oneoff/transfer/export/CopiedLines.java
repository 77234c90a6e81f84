package dev.oneoff.transfer.export;

import dev.oneoff.transfer.file.Format;
import java.io.IOException;

/** Makes lines of a file of rows that COPY sends. */
@FunctionalInterface
interface CopiedLines {

    /** Returns those of a format: the server writes CSV itself, which takes it less than it takes a JVM that is still cold. */
    static CopiedLines of(Format format, Source source) {
        return switch (format) {
            case CSV, TSV -> (row, target) -> target.line(row, row.length);
            case JSON, NDJSON -> new CopiedJson(source);
        };
    }

    /** Sends the line of a row. */
    void send(byte[] row, Lines.Target target) throws IOException;
}
