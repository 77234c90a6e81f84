package dev.oneoff.transfer.undo;

import dev.oneoff.images.ImageColumn;
import dev.oneoff.images.ImageTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The expression of one row's image: a JSON array of its key, of the values before and of those after, each as an array of texts.
 * Put together value by value, which costs half of what {@code array_to_json} does; the key is spelled as that spells it.
 */
final class ItemSql {

    // PostgreSQL takes a hundred arguments at the most.
    private static final int MOST = 90;

    private static final String NULL = "'null'";

    // Their texts need no escape.
    private static final Set<String> BARE = Set.of(
            "smallint",
            "integer",
            "bigint",
            "boolean",
            "uuid",
            "date",
            "timestamp without time zone",
            "timestamp with time zone");

    private ItemSql() {}

    /** Returns that of a row t that is deleted. */
    static String deleted(ImageTarget target) {
        return item(target, whole(target), NULL);
    }

    /** Returns that of a row t that is inserted. */
    static String inserted(ImageTarget target) {
        return item(target, NULL, whole(target));
    }

    /**
     * Returns that of a row that is updated; a value that stays is neither an old nor a new one.
     *
     * @param old the alias of the row as it was
     * @param value the value that it has then
     */
    static String updated(ImageTarget target, String old, Function<ImageColumn, String> value) {
        return item(
                target,
                array(target, column -> changed(value(old, column), value.apply(column), column, true)),
                array(target, column -> changed(value(old, column), value.apply(column), column, false)));
    }

    static String value(String of, ImageColumn column) {
        return of + "." + column.name().quoted();
    }

    private static String item(ImageTarget target, String before, String after) {
        String key = joined(target.key().stream()
                .map(column -> text(value("t", column), column))
                .toList());
        return "'[[' || " + key + " || '], ' || " + before + " || ', ' || " + after + " || ']'";
    }

    private static String whole(ImageTarget target) {
        return array(target, column -> text(value("t", column), column));
    }

    private static String array(ImageTarget target, Function<ImageColumn, String> each) {
        return "'[' || " + joined(target.columns().stream().map(each).toList()) + " || ']'";
    }

    private static String joined(List<String> values) {
        if (values.isEmpty()) {
            return "''";
        }
        if (values.size() <= MOST) {
            return "concat_ws(',', " + String.join(", ", values) + ")";
        }
        List<String> groups = new ArrayList<>();
        for (int from = 0; from < values.size(); from += MOST) {
            groups.add(joined(values.subList(from, Math.min(values.size(), from + MOST))));
        }
        return joined(groups);
    }

    private static String changed(String was, String is, ImageColumn column, boolean before) {
        String shown = before ? was : is;
        return "CASE WHEN " + different(was, is, column) + " THEN " + text(shown, column) + " ELSE " + NULL + " END";
    }

    /** Of some types, equal values are equal texts; of texts too, once they are compared by their bytes. */
    private static String different(String was, String is, ImageColumn column) {
        if (bare(column) || column.type().equals("bytea")) {
            return was + " IS DISTINCT FROM " + is;
        }
        return "CAST(" + was + " AS text) COLLATE \"C\" IS DISTINCT FROM CAST(" + is + " AS text) COLLATE \"C\"";
    }

    private static String text(String value, ImageColumn column) {
        String text = bare(column)
                ? "'\"' || CAST(" + value + " AS text) || '\"'"
                : "CAST(to_json(CAST(" + value + " AS text)) AS text)";
        return "coalesce(" + text + ", " + NULL + ")";
    }

    private static boolean bare(ImageColumn column) {
        // With a scale, equal numbers have equally many digits.
        return BARE.contains(column.type()) || column.type().matches("numeric\\(\\d+,-?\\d+\\)");
    }
}
