package dev.oneoff.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Values of rows as {@link dev.oneoff.database.Row#exact} gives them, as JSON, and as a statement takes them back in
 * {@code CAST(? AS type)}.
 */
public final class Exact {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ARRAY = " ARRAY";

    private Exact() {}

    /**
     * Returns the value for a place in a cast to this type.
     *
     * @param type as the catalogue of the embedded engine writes it
     */
    @SuppressWarnings("unchecked")
    public static @Nullable Object bound(@Nullable Object value, String type) {
        if (value instanceof List) {
            String element = type.substring(0, Math.max(0, type.lastIndexOf(ARRAY)));
            return ((List<@Nullable Object>) value)
                    .stream().map(each -> bound(each, element)).toArray();
        }
        if (!(value instanceof String text)) {
            return value;
        }
        String name = type.toUpperCase(Locale.ROOT);
        if (binary(name)) {
            return HexFormat.of().parseHex(text);
        }
        // A text would become a JSON string.
        return name.startsWith("JSON") ? text.getBytes(StandardCharsets.UTF_8) : text;
    }

    /** Says whether values of this type are bytes. */
    public static boolean binary(String type) {
        return type.toUpperCase(Locale.ROOT).startsWith("BINARY") && !array(type);
    }

    /** Says whether values of this type are arrays. */
    public static boolean array(String type) {
        return type.toUpperCase(Locale.ROOT).contains(ARRAY);
    }

    /** Returns lists of values, which may be lists themselves, as JSON. */
    public static String write(Object values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists of texts are always JSON", e);
        }
    }

    static List<?> read(String json) {
        try {
            return JSON.readValue(json, List.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an image holds what is no JSON array", e);
        }
    }
}
