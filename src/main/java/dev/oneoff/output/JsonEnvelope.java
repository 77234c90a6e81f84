package dev.oneoff.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.oneoff.failure.Failure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders an envelope as one JSON object. */
public final class JsonEnvelope {

    /** The version of the schema; it rises when a key goes or changes its meaning, not when one is added. */
    public static final int SCHEMA_VERSION = 1;

    private JsonEnvelope() {}

    /** Returns the JSON, indented, without a line end. */
    public static String render(Envelope envelope) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            json.writeStringField("command", envelope.command());
            json.writeBooleanField("ok", envelope.failure().isEmpty());
            exit(json, envelope.failure());
            optional(json, "run", envelope.run());
            optional(json, "release", envelope.release());
            database(json, envelope.database());
            json.writeBooleanField("dryRun", envelope.dryRun());
            result(json, envelope.report());
            strings(json, "warnings", envelope.warnings());
            error(json, envelope.failure());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a writer into memory does not fail", e);
        }
        return text.toString();
    }

    private static void exit(JsonGenerator json, Optional<Failure> failure) throws IOException {
        json.writeObjectFieldStart("exit");
        json.writeNumberField("code", failure.map(f -> f.kind().exitCode()).orElse(0));
        json.writeStringField("name", failure.map(f -> f.kind().label()).orElse("done"));
        json.writeEndObject();
    }

    private static void database(JsonGenerator json, Optional<Envelope.Place> place) throws IOException {
        if (place.isEmpty()) {
            json.writeNullField("database");
            return;
        }
        json.writeObjectFieldStart("database");
        json.writeStringField("host", place.get().host());
        json.writeStringField("name", place.get().name());
        json.writeStringField("user", place.get().user());
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Optional<Report> report) throws IOException {
        if (report.isEmpty()) {
            json.writeNullField("result");
            return;
        }
        json.writeFieldName("result");
        report(json, report.get());
    }

    private static void report(JsonGenerator json, Report report) throws IOException {
        json.writeStartObject();
        json.writeStringField("headline", report.headline());
        for (Section section : report.sections()) {
            json.writeFieldName(section.name());
            section(json, section);
        }
        json.writeEndObject();
    }

    private static void section(JsonGenerator json, Section section) throws IOException {
        if (section instanceof Section.Facts facts) {
            json.writeStartObject();
            for (var entry : facts.values().entrySet()) {
                json.writeFieldName(entry.getKey());
                value(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (section instanceof Section.Table table) {
            table(json, table);
        } else if (section instanceof Section.Changes changes) {
            changes(json, changes);
        } else if (section instanceof Section.Notes notes) {
            value(json, notes.lines());
        } else if (section instanceof Section.Parts parts) {
            json.writeStartArray();
            for (Report part : parts.parts()) {
                report(json, part);
            }
            json.writeEndArray();
        } else if (section instanceof Section.Text text) {
            json.writeString(text.text());
        } else if (section instanceof Section.Scripts scripts) {
            scripts(json, scripts);
        }
    }

    private static void scripts(JsonGenerator json, Section.Scripts scripts) throws IOException {
        json.writeStartArray();
        for (Section.Script script : scripts.scripts()) {
            json.writeStartObject();
            json.writeStringField("title", script.title());
            strings(json, "sql", script.sql());
            strings(json, "notes", script.notes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void changes(JsonGenerator json, Section.Changes changes) throws IOException {
        json.writeStartArray();
        for (Section.Change change : changes.changes()) {
            json.writeStartObject();
            json.writeStringField("key", change.key());
            json.writeStringField("column", change.column());
            json.writeStringField("before", change.before());
            json.writeStringField("after", change.after());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void table(JsonGenerator json, Section.Table table) throws IOException {
        json.writeStartArray();
        for (List<@Nullable Object> row : table.rows()) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                json.writeFieldName(table.columns().get(i));
                value(json, row.get(i));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof Duration duration) {
            json.writeNumber(duration.toMillis() / 1000.0);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                json.writeString(String.valueOf(item));
            }
            json.writeEndArray();
        } else {
            json.writeString(value instanceof Instant instant ? instant.toString() : String.valueOf(value));
        }
    }

    private static void error(JsonGenerator json, Optional<Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("code", failure.get().kind().label());
        json.writeStringField("title", failure.get().title());
        json.writeStringField("hint", failure.get().hint());
        json.writeStringField("retry", failure.get().kind().retry().name().toLowerCase(Locale.ROOT));
        json.writeObjectFieldStart("details");
        for (Failure.Fact fact : failure.get().facts()) {
            json.writeStringField(fact.name(), fact.value());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
