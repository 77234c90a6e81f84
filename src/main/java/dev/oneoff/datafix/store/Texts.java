package dev.oneoff.datafix.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists of texts as one text, a JSON array: keys, and names of columns. */
public final class Texts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Texts() {}

    /** Returns the array of these texts, of which some may be null. */
    public static String join(List<@Nullable String> texts) {
        return written(texts);
    }

    /** Returns the object of these texts by name. */
    static String join(Map<String, String> texts) {
        return written(new TreeMap<>(texts));
    }

    private static String written(Object texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /** Returns the texts of an array that {@link #join(List)} made of texts without null. */
    public static List<String> split(String array) {
        return List.of(read(array, String[].class));
    }

    /** Returns the texts of an array that {@link #join(List)} made, null where there was null. */
    static List<@Nullable String> values(String array) {
        return Arrays.asList(read(array, String[].class));
    }

    /** Returns the texts by name that {@link #join(Map)} made. */
    static Map<String, String> named(String object) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : read(object, ObjectNode.class).properties()) {
            texts.put(field.getKey(), field.getValue().asText());
        }
        return texts;
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of ours holds something else: " + text, e);
        }
    }
}
