package dev.oneoff.rows.csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as PostgreSQL's COPY does, byte for byte: RFC 4180, UTF-8, lines that end with LF, NULL as nothing, the empty
 * text as two quotes. The caller flushes and closes. For one thread.
 */
public final class RecordWriter {

    private final Writer out;
    private final char separator;

    /** Makes it. */
    public RecordWriter(OutputStream out, char separator) {
        // Half a character, which H2 may hold, would become a question mark otherwise.
        this.out = new BufferedWriter(
                new OutputStreamWriter(
                        out,
                        StandardCharsets.UTF_8
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
        this.separator = separator;
    }

    /** Writes a record, null for NULL. */
    public void write(List<? extends @Nullable String> fields) throws IOException {
        for (int at = 0; at < fields.size(); at++) {
            if (at > 0) {
                out.write(separator);
            }
            String field = fields.get(at);
            if (field != null) {
                write(field, fields.size() == 1);
            }
        }
        out.write('\n');
    }

    private void write(String field, boolean alone) throws IOException {
        // This alone on a line ended the data of a COPY once.
        boolean quoted = field.isEmpty() || (alone && field.equals("\\."));
        for (int at = 0; at < field.length() && !quoted; at++) {
            char c = field.charAt(at);
            quoted = c == separator || c == '"' || c == '\n' || c == '\r';
        }
        out.write(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
    }

    /** Sends what was written on. */
    public void flush() throws IOException {
        out.flush();
    }
}
