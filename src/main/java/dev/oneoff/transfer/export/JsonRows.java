package dev.oneoff.transfer.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.oneoff.transfer.embedded.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes rows as an object on each line: one array of them, or the lines alone. For one thread. */
final class JsonRows {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private final OutputStream out;
    private final boolean array;
    private final List<String> names;
    private final List<Kind> kinds;
    private final JsonGenerator generator;
    private boolean begun;

    JsonRows(OutputStream out, boolean array, List<String> names, List<Kind> kinds) throws IOException {
        this.out = out;
        this.array = array;
        this.names = names;
        this.kinds = kinds;
        this.generator = FACTORY.createGenerator(out);
        generator.setRootValueSeparator(null);
    }

    void write(ResultSet row) throws IOException, SQLException {
        if (array) {
            plain(begun ? "," : "[\n");
        }
        begun = true;
        generator.writeStartObject();
        for (int at = 0; at < kinds.size(); at++) {
            generator.writeFieldName(names.get(at));
            value(kinds.get(at), row, at + 1);
        }
        generator.writeEndObject();
        plain("\n");
    }

    private void value(Kind kind, ResultSet row, int column) throws IOException, SQLException {
        String text = kind.text(row, column);
        if (text == null) {
            generator.writeNull();
            return;
        }
        switch (kind.form()) {
            case ARRAY -> {
                // Elements that are JSON would not be told from an array within the array, nor null from NULL.
                if (kind.documents()) {
                    generator.writeString(text);
                } else {
                    elements(kind.element(), row.getArray(column));
                }
            }
            case FLAG -> generator.writeBoolean(text.equals("t"));
            case JSON -> generator.writeRawValue(text);
            case NUMBER -> number(text);
            case BYTES, TEXT -> generator.writeString(text);
        }
    }

    private void elements(Kind kind, Array elements) throws IOException, SQLException {
        generator.writeStartArray();
        try (ResultSet each = elements.getResultSet()) {
            while (each.next()) {
                value(kind, each, 2);
            }
        }
        generator.writeEndArray();
    }

    /** A number that JSON does not know is a text. */
    private void number(String text) throws IOException {
        char last = text.charAt(text.length() - 1);
        if (last < '0' || last > '9') {
            generator.writeString(text);
        } else {
            generator.writeNumber(text);
        }
    }

    void end() throws IOException {
        if (array) {
            plain(begun ? "]\n" : "[]\n");
        }
        generator.close();
        out.flush();
    }

    private void plain(String text) throws IOException {
        generator.flush();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
