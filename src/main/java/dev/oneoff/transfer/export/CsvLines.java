package dev.oneoff.transfer.export;

import dev.oneoff.rows.csv.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of fields between separators. */
final class CsvLines implements Lines {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final RecordWriter writer;

    CsvLines(char separator) {
        this.writer = new RecordWriter(line, separator);
    }

    @Override
    public void head(List<String> names, Target target) throws IOException {
        write(names, target);
    }

    @Override
    public void row(List<@Nullable String> values, Target target) throws IOException {
        write(values, target);
    }

    private void write(List<? extends @Nullable String> values, Target target) throws IOException {
        line.reset();
        writer.write(values);
        writer.flush();
        byte[] bytes = line.toByteArray();
        target.line(bytes, bytes.length);
    }
}
