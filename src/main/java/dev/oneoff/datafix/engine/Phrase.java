package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is put together of the user's text and ours, with its values in order. */
final class Phrase {

    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    /** Adds text in which a question mark is a value's place, as many as there are values. */
    Phrase say(String sql, @Nullable Object... more) {
        text.append(sql);
        values.addAll(Arrays.asList(more));
        return this;
    }

    Sql sql() {
        return Sql.positional(text.toString(), values);
    }
}
