package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Column;
import dev.oneoff.images.Exact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys for H2: arrays are values of the driver, and a list of rows finds no index by itself. */
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
    String in(String first, String all) {
        String rows = "(" + all + ") IN (SELECT * FROM " + unnested() + ")";
        return size() == 1
                ? rows
                : first + " IN (SELECT * FROM UNNEST(CAST(? AS "
                        + columns().get(0).type() + " ARRAY))) AND " + rows;
    }

    @Override
    @Nullable
    Object[] listed(List<List<String>> keys) {
        @Nullable Object[] arrays = arrays(keys);
        return size() == 1
                ? arrays
                : Stream.concat(Stream.of(arrays[0]), Arrays.stream(arrays)).toArray();
    }
}
