package dev.oneoff.transfer.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of objects. Values that are kept come as JSON already. */
final class JsonLines implements Lines {

    private final JsonFactory factory = new JsonFactory();
    private final List<Boolean> kept;
    private List<String> names = List.of();

    JsonLines(List<Boolean> kept) {
        this.kept = kept;
    }

    @Override
    public void head(List<String> columns, Target target) {
        names = columns;
    }

    @Override
    public void row(List<@Nullable String> values, Target target) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            for (int at = 0; at < names.size(); at++) {
                json.writeFieldName(names.get(at));
                String value = values.get(at);
                if (value == null) {
                    json.writeNull();
                } else if (kept.get(at)) {
                    json.writeRawValue(value);
                } else {
                    json.writeString(value);
                }
            }
            json.writeEndObject();
        }
        line.write('\n');
        byte[] bytes = line.toByteArray();
        target.line(bytes, bytes.length);
    }
}
