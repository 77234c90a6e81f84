package dev.oneoff.transfer.export;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the lines of a file of values, as COPY would. */
interface Lines {

    /** Takes one line with its end. */
    @FunctionalInterface
    interface Target {
        void line(byte[] line) throws IOException;
    }

    /** Writes what stands before the rows. */
    void head(List<String> names, Target target) throws IOException;

    /** Writes a row. */
    void row(List<@Nullable String> values, Target target) throws IOException;
}
