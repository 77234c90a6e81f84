package dev.oneoff.rows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.oneoff.rows.Flaw;
import dev.oneoff.rows.Records;
import dev.oneoff.rows.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a file as records of CSV, their values in the order of the shape's names, between commas. Where some objects
 * lack names, one more field at the end says of each name whether it is there, by a 1 or a 0: missing is not null. For one
 * thread.
 */
public final class JsonRecords implements Records {

    private final ObjectBytes objects;
    private final JsonText text;
    private final List<JsonKind> kinds;
    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable String[] values;
    private final boolean[] bare;
    private final byte[] given;
    private final boolean sparse;
    private final boolean counted;
    private long count;
    private final CsvBytes csv = new CsvBytes();
    private Optional<Flaw> flaw = Optional.empty();

    /**
     * Makes it; the caller closes the stream.
     *
     * @param kinds of the columns of the shape's names, in their order
     */
    public JsonRecords(InputStream input, JsonShape shape, List<JsonKind> kinds, JsonLimits limits) {
        this.objects = new ObjectBytes(input, limits.record());
        this.text = new JsonText(limits);
        this.kinds = List.copyOf(kinds);
        shape.names().forEach(name -> places.put(name, places.size()));
        this.values = new String[places.size()];
        this.bare = new boolean[places.size()];
        this.given = new byte[places.size()];
        this.sparse = !shape.sparse().isEmpty();
        this.counted = shape.counted();
    }

    @Override
    public boolean next() throws IOException {
        if (!objects.next()) {
            return false;
        }
        count++;
        csv.clear();
        Arrays.fill(values, null);
        Arrays.fill(bare, false);
        Arrays.fill(given, (byte) '0');
        flaw = Utf8.flaw(objects.bytes(), objects.from(), objects.to());
        if (flaw.isEmpty()) {
            flaw = parsed(objects.raw());
        }
        for (int place = 0; place < values.length && flaw.isEmpty(); place++) {
            if (!csv.field(values[place], bare[place])) {
                flaw = Optional.of(new Flaw("encoding", place + 1, "a NUL character, or half of a pair of surrogates"));
            }
        }
        if (sparse) {
            csv.field(given);
        }
        return true;
    }

    private Optional<Flaw> parsed(byte[] record) throws IOException {
        JsonParser parser = text.parser(record);
        try (parser) {
            return object(parser, record);
        } catch (JsonProcessingException e) {
            return Optional.of(text.flaw(parser, e));
        }
    }

    private Optional<Flaw> object(JsonParser parser, byte[] record) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.of(Flaw.of("parse", "no JSON object"));
        }
        Optional<Flaw> found = Optional.empty();
        boolean known = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Integer place = places.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (place == null) {
                // The names of a record that cannot be parsed to its end are nobody's.
                known = false;
                parser.skipChildren();
                continue;
            }
            given[place] = '1';
            Optional<Flaw> flawed = value(parser, token, place, record);
            found = found.or(() -> flawed);
        }
        if (!known) {
            throw new IOException("the file has changed since it was read first");
        }
        return parser.nextToken() == null ? found : Optional.of(Flaw.of("parse", "text after the object"));
    }

    private Optional<Flaw> value(JsonParser parser, JsonToken token, int place, byte[] record) throws IOException {
        JsonKind kind = kinds.get(place);
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (kind == JsonKind.ARRAY && token == JsonToken.START_ARRAY) {
            values[place] = JsonText.array(parser, record);
        } else if (kind == JsonKind.JSON_ARRAY && token == JsonToken.START_ARRAY) {
            values[place] = JsonText.documents(parser, record);
        } else if (kind == JsonKind.JSON || (kind == JsonKind.JSON_TEXT && token != JsonToken.VALUE_STRING)) {
            values[place] = JsonText.json(parser, record);
        } else if (JsonText.nested(token)) {
            parser.skipChildren();
            return Optional.of(new Flaw("type", place + 1, "an object or an array, which the column does not take"));
        } else {
            values[place] = JsonText.scalar(parser);
            bare[place] = token != JsonToken.VALUE_STRING;
        }
        return Optional.empty();
    }

    @Override
    public byte[] bytes() {
        return csv.bytes();
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int to() {
        return csv.length();
    }

    @Override
    public int fields() {
        return values.length + (sparse ? 1 : 0);
    }

    @Override
    public int from(int field) {
        return csv.from(field);
    }

    @Override
    public int to(int field) {
        return csv.to(field);
    }

    /** Returns the record's number, from 1, where several stand in one line. */
    @Override
    public long line() {
        return counted ? count : objects.line();
    }

    @Override
    public Optional<Flaw> flaw() {
        return flaw;
    }

    @Override
    public byte[] raw() {
        return objects.raw();
    }
}
