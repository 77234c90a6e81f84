package dev.oneoff.datafix.plan;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a fix works off, chosen once before its first batch: the keys that its find returned, or the rows of its file.
 *
 * @param columns of a key, named k1, k2, …; or those that the script gives the file
 */
public record Work(Kind kind, List<Column> columns) {

    /** Where it comes from. */
    public enum Kind {
        /** A SELECT of keys. */
        KEYS,
        /** A file. */
        ROWS
    }

    /** The name by which statements mean the keys. */
    public static final String PLACEHOLDER = "keys";

    /** The table of the keys. */
    public static final String KEYS_TABLE = "oneoff_keys";

    /** The table by which statements mean the rows of a file. */
    public static final QualifiedName ROWS_TABLE = new QualifiedName(List.of(Identifier.of("rows")));

    /** Which row of the file it is, from 1: a column of that table beside its own. */
    public static final Column PLACE_COLUMN = new Column(Identifier.of("oneoff_place"), "bigint");

    /** Copies the columns. */
    public Work {
        columns = List.copyOf(columns);
    }

    /** Makes one of the keys of these types. */
    static Work keys(List<String> types) {
        return new Work(
                Kind.KEYS,
                IntStream.range(0, types.size())
                        .mapToObj(n -> new Column(Identifier.of("k" + (n + 1)), types.get(n)))
                        .toList());
    }

    /** Returns what {@link #PLACEHOLDER} stands for, between brackets. */
    public String selected() {
        return "SELECT * FROM " + KEYS_TABLE;
    }

    /**
     * Returns it as a table of WITH.
     *
     * @param select what its columns come from, the place last where it is of rows
     */
    public String with(String select) {
        String names = columns.stream().map(column -> column.name().quoted()).collect(Collectors.joining(", "));
        return switch (kind) {
            case KEYS -> KEYS_TABLE + " (" + names + ") AS (" + select + ")";
            case ROWS ->
                ROWS_TABLE.quoted() + " (" + names + ", " + PLACE_COLUMN.name().quoted() + ") AS (" + select + ")";
        };
    }

    /** Returns a table of that shape for the server to look at, without any row that means something. */
    String shaped(String standIn) {
        String values =
                columns.stream().map(column -> standIn.formatted(column.type())).collect(Collectors.joining(", "));
        return with("SELECT " + values + (kind == Kind.ROWS ? ", CAST(1 AS bigint)" : ""));
    }

    /** Returns what makes the table of the keys one of the session's own, where a statement knows no WITH. */
    List<String> temporary() {
        String typed = columns.stream()
                .map(column -> column.name().quoted() + " " + column.type())
                .collect(Collectors.joining(", "));
        return List.of(
                "DROP TABLE IF EXISTS " + KEYS_TABLE,
                "CREATE LOCAL TEMPORARY TABLE " + KEYS_TABLE + " (" + typed + ") NOT PERSISTENT");
    }
}
