package dev.oneoff.datafix.engine;

import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.store.WorkItem;
import dev.oneoff.datafix.store.WorkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys or rows that a statement works off: a table of its WITH, or of the session's own.
 *
 * @param with the table; empty where it is one of the session's own
 * @param values for the places in it
 */
public record Given(String with, List<Object> values) {

    /** Copies the values. */
    public Given {
        values = List.copyOf(values);
    }

    /** Makes one of these items. Their values are sent as texts: an array of arrays cannot be told from one array. */
    public static Given of(Work work, List<WorkItem> items) {
        int columns = work.columns().size();
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int at = column;
            values.add(array(items.stream().map(item -> item.values().get(at)).collect(Collectors.toList())));
        }
        String places = work.kind() == Work.Kind.ROWS ? ", CAST(? AS bigint[])" : "";
        if (!places.isEmpty()) {
            values.add(array(
                    items.stream().map(item -> Long.toString(item.place())).collect(Collectors.toList())));
        }
        String text = "SELECT " + cast(work, n -> "oneoff_t.c" + n) + (places.isEmpty() ? "" : ", oneoff_t.place")
                + " FROM unnest(" + repeated(columns) + places + ") AS oneoff_t ("
                + numbered(columns) + (places.isEmpty() ? "" : ", place") + ")";
        return new Given(work.with(text), values);
    }

    /** Makes one of all that a SELECT of keys finds, each once. */
    static Given found(Work work, String find) {
        return new Given(work.with("SELECT DISTINCT * FROM (" + find + "\n) AS oneoff_found"), List.of());
    }

    /** Makes one of what the ledger keeps of a fix and is not worked off. */
    static Given left(Work work, WorkStore.Left left) {
        String place = work.kind() == Work.Kind.ROWS ? ", oneoff_w.place" : "";
        String text = "SELECT " + cast(work, n -> "CAST(oneoff_w.content AS json) ->> " + (n - 1)) + place + " FROM "
                + left.from();
        return new Given(work.with(text), left.values());
    }

    /** Begins a statement that means it. */
    Phrase before() {
        return with.isEmpty() ? new Phrase() : new Phrase().say("WITH " + with + "\n", values.toArray());
    }

    private static String cast(Work work, IntFunction<String> value) {
        List<Column> columns = work.columns();
        return IntStream.rangeClosed(1, columns.size())
                .mapToObj(n ->
                        "CAST(" + value.apply(n) + " AS " + columns.get(n - 1).type() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String repeated(int times) {
        return IntStream.range(0, times).mapToObj(n -> "CAST(? AS text[])").collect(Collectors.joining(", "));
    }

    private static String numbered(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(n -> "c" + n).collect(Collectors.joining(", "));
    }

    static String array(List<@Nullable String> texts) {
        StringJoiner array = new StringJoiner(",", "{", "}");
        for (@Nullable String text : texts) {
            array.add(text == null ? "NULL" : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return array.toString();
    }
}
