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
 * @param first where each name stands first, for people
 * @param counted whether several records stand in one line, so that a line does not tell which one is meant
 */
public record JsonShape(List<String> names, Set<String> sparse, Map<String, String> first, boolean counted) {

    /** Copies the lists. */
    public JsonShape {
        names = List.copyOf(names);
        sparse = Set.copyOf(sparse);
        first = Map.copyOf(first);
    }

    /**
     * Reads a file to its end; records that are no objects are passed over.
     *
     * @throws IOException when reading fails
     * @throws dev.oneoff.failure.OneoffException INPUT_REJECTED when the text cannot be cut into records
     */
    public static JsonShape of(InputStream input, JsonLimits limits) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Place> first = new LinkedHashMap<>();
        long objects = 0;
        long count = 0;
        ObjectBytes records = new ObjectBytes(input, limits.record());
        JsonText text = new JsonText(limits);
        long line = 0;
        boolean counted = false;
        while (records.next()) {
            counted |= records.line() == line;
            line = records.line();
            count++;
            objects += count(text.parser(records.raw()), counts) ? 1 : 0;
            if (counts.size() > first.size()) {
                Place place = new Place(line, count);
                counts.keySet().forEach(name -> first.putIfAbsent(name, place));
            }
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
                places(first, counted),
                counted);
    }

    private record Place(long line, long count) {}

    private static Map<String, String> places(Map<String, Place> first, boolean counted) {
        Map<String, String> places = new LinkedHashMap<>();
        first.forEach(
                (name, place) -> places.put(name, "line " + place.line + (counted ? ", object " + place.count : "")));
        return places;
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
