package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Column;
import dev.oneoff.images.Exact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys for H2: arrays are values of the driver, and a comparison of rows finds no index by itself. */
final class EmbeddedKeys extends Keys {

    EmbeddedKeys(List<Column> columns) {
        super(columns);
    }

    @Override
    @Nullable
    Object[] values(List<String> key) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int part = 0; part < size(); part++) {
            values.add(Exact.bound(key.get(part), columns().get(part).type()));
        }
        return values.toArray();
    }

    @Override
    String unnested() {
        return columns().stream()
                .map(column -> "CAST(? AS " + column.type() + " ARRAY)")
                .collect(Collectors.joining(", ", "UNNEST(", ")"));
    }

    @Override
    String among(String keyList) {
        return "(" + keyList + ") IN (SELECT * FROM " + unnested() + ")";
    }

    @Override
    @Nullable
    Object[] arrays(List<List<String>> keys) {
        List<@Nullable Object> arrays = new ArrayList<>();
        for (int part = 0; part < size(); part++) {
            int at = part;
            arrays.add(Exact.bound(
                    keys.stream().map(key -> key.get(at)).toList(),
                    columns().get(part).type() + " ARRAY"));
        }
        return arrays.toArray();
    }

    @Override
    void lead(Phrase phrase, String column, String comparison, List<String> key) {
        if (size() > 1) {
            String type = columns().get(0).type();
            phrase.say(column + " " + comparison + " CAST(? AS " + type + ") AND ", Exact.bound(key.get(0), type));
        }
    }
}
