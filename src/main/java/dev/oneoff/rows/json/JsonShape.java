package dev.oneoff.rows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.oneoff.rows.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that the objects of a file have.
 *
 * @param names in the order in which they come up first
 * @param sparse those that some objects lack
 * @param counted whether several records stand in one line, so that a line does not tell which one is meant
 */
public record JsonShape(List<String> names, Set<String> sparse, boolean counted) {

    /** Copies the lists. */
    public JsonShape {
        names = List.copyOf(names);
        sparse = Set.copyOf(sparse);
    }

    /**
     * Reads a file to its end; records that are no objects are passed over.
     *
     * @throws IOException when reading fails
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED when the text cannot be cut into records
     */
    public static JsonShape of(InputStream input, JsonLimits limits) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        long objects = 0;
        ObjectBytes records = new ObjectBytes(input, limits.record());
        JsonText text = new JsonText(limits);
        long line = 0;
        boolean counted = false;
        while (records.next()) {
            counted |= records.line() == line;
            line = records.line();
            objects += count(text.parser(records.raw()), counts) ? 1 : 0;
            if (counts.size() > limits.names()) {
                throw FileErrors.names(records.line(), limits.names());
            }
        }
        long all = objects;
        return new JsonShape(
                List.copyOf(counts.keySet()),
                counts.entrySet().stream()
                        .filter(entry -> entry.getValue() < all)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                counted);
    }

    private static boolean count(JsonParser object, Map<String, Long> counts) throws IOException {
        Map<String, Long> found = new LinkedHashMap<>();
        try (object) {
            if (object.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (object.nextToken() == JsonToken.FIELD_NAME) {
                found.put(object.currentName(), 1L);
                object.nextToken();
                object.skipChildren();
            }
        } catch (JsonProcessingException e) {
            // It is a flaw of its own record, and is reported when that is read.
            return false;
        }
        found.keySet().forEach(name -> counts.merge(name, 1L, Long::sum));
        return true;
    }
}
