package dev.oneoff.transfer.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of fields between separators; NULL is nothing, the empty text two quotes. RFC 4180, with LF. */
record CsvLines(char separator) implements Lines {

    @Override
    public void head(List<String> names, Target target) throws IOException {
        write(List.copyOf(names), target);
    }

    @Override
    public void row(List<@Nullable String> values, Target target) throws IOException {
        write(values, target);
    }

    private void write(List<? extends @Nullable String> values, Target target) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < values.size(); at++) {
            String value = values.get(at);
            if (at > 0) {
                line.append(separator);
            }
            if (value != null) {
                field(line, value, values.size() == 1);
            }
        }
        target.line(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private void field(StringBuilder line, String value, boolean alone) {
        if (!quoted(value, alone)) {
            line.append(value);
            return;
        }
        line.append('"').append(value.replace("\"", "\"\"")).append('"');
    }

    private boolean quoted(String value, boolean alone) {
        // Alone in its line, it would end what COPY reads.
        return value.isEmpty()
                || value.indexOf(separator) >= 0
                || value.indexOf('"') >= 0
                || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0
                || (alone && value.equals("\\."));
    }
}
