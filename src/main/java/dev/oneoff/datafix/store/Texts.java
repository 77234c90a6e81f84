package dev.oneoff.datafix.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Lists of texts as one text, a JSON array: keys, and names of columns. */
public final class Texts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Texts() {}

    /** Returns the array of these texts. */
    public static String join(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is always JSON", e);
        }
    }

    /** Returns the texts of an array that {@link #join} made. */
    public static List<String> split(String array) {
        try {
            return List.of(JSON.readValue(array, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of ours holds what is no array: " + array, e);
        }
    }
}
