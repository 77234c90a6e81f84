package dev.oneoff.transfer.export;

import dev.oneoff.transfer.file.Format;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the lines of a file of values, as COPY would. */
interface Lines {

    /**
     * Returns those of a format.
     *
     * @param kept of each column whether its values come as they stand in the file
     */
    static Lines of(Format format, List<Boolean> kept) {
        return switch (format) {
            case CSV -> new CsvLines(',');
            case TSV -> new CsvLines('\t');
            case JSON, NDJSON -> new JsonLines(kept);
        };
    }

    /** Takes one line with its end, in the first bytes of an array that is written over later. */
    @FunctionalInterface
    interface Target {
        void line(byte[] line, int length) throws IOException;
    }

    /** Writes what stands before the rows. */
    void head(List<String> names, Target target) throws IOException;

    /** Writes a row. */
    void row(List<@Nullable String> values, Target target) throws IOException;
}
