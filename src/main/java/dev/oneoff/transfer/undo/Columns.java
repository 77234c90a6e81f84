package dev.oneoff.transfer.undo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneoff.images.ImageColumn;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Columns as one text: a JSON array of names and types, in turn. */
final class Columns {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Columns() {}

    static String written(List<ImageColumn> columns) {
        List<String> texts = new ArrayList<>();
        for (ImageColumn column : columns) {
            texts.add(column.name().name());
            texts.add(column.type());
        }
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    static List<ImageColumn> read(String array) {
        List<String> texts = texts(array);
        List<ImageColumn> columns = new ArrayList<>();
        for (int at = 0; at < texts.size(); at += 2) {
            columns.add(new ImageColumn(Identifier.of(texts.get(at)), texts.get(at + 1)));
        }
        return columns;
    }

    /** Returns the texts of an array, such as a key. */
    static List<String> texts(String array) {
        try {
            return List.of(JSON.readValue(array, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of ours holds something else: " + array, e);
        }
    }
}
