package dev.oneoff.task;

import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** A batch as it is. */
record KeyBatch(List<List<Object>> keys, Map<String, String> params, Connection connection) implements FixBatch {

    KeyBatch {
        keys = keys.stream().map(List::copyOf).toList();
        params = Map.copyOf(params);
    }
}
