package dev.oneoff.images;

import dev.oneoff.database.Sql;
import dev.oneoff.images.Clashes.Unique;
import dev.oneoff.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statement that finds rows s of one image whose old unique value a row x of the table has, and keeps. */
final class ClashSql {

    private final Clashes clashes;
    private final ImageTarget target;
    private final TableFacts facts;
    private final Lists lists;
    private final SeenSql seen;

    ClashSql(Clashes clashes, ImageTarget target, TableFacts facts) {
        this.clashes = clashes;
        this.target = target;
        this.facts = facts;
        this.lists = new Lists(target);
        this.seen = new SeenSql(lists, facts, clashes.tables(), clashes.force());
    }

    /** Says whether putting the image back may give rows another value there. */
    boolean touches(Unique unique) {
        return target.form() == ImageForm.DELETE
                ? lists.names().containsAll(unique.columns())
                : unique.columns().stream().anyMatch(this::restores);
    }

    private boolean restores(String column) {
        return lists.names().contains(column) && seen.settable(number(lists, column));
    }

    private static int number(Lists lists, String column) {
        return lists.names().indexOf(column) + 1;
    }

    /** Returns the keys of both rows. */
    Sql look(Image image, Unique unique) {
        List<Leaving> leaving = new ArrayList<>();
        clashes.targets().forEach((step, other) -> leaving.addAll(leaving(step, new Lists(other), unique)));
        List<String> parts = new ArrayList<>(List.of(seen.open(), seen.part("FALSE"), seen.wanted(), seen.seen()));
        List<@Nullable Object> values = new ArrayList<>(image.values());
        values.addAll(image.values());
        StringBuilder stays = new StringBuilder();
        for (Leaving rows : leaving) {
            parts.add(rows.name() + " AS MATERIALIZED (\n" + rows.select() + ")");
            values.addAll(List.of(image.owner().id(), image.owner().generation()));
            // Hashed whatever the server expects, and read only where a row is in the way.
            stays.append("\n  AND (").append(rows.row()).append(") NOT IN (SELECT key, now FROM ");
            stays.append(rows.name()).append(")");
        }
        String there = target.form() == ImageForm.DELETE
                ? ""
                : "\nJOIN " + target.table() + " AS oneoff_t ON " + lists.sameKey("s");
        return Sql.positional(
                "WITH RECURSIVE " + String.join(",\n", parts) + "\nSELECT s.row_key, "
                        + texts(lists.target().key())
                        + "\nFROM oneoff_seen AS s" + there + "\nJOIN " + target.table() + " AS x ON "
                        + each(unique.columns(), column -> x(column) + " = " + wanted(column), " AND ")
                        + "\nWHERE s.act = " + SeenSql.RESTORE + "\n  AND ("
                        + lists.ofKey(n -> "x." + lists.key(n), ", ") + ") IS DISTINCT FROM ("
                        + lists.ofKey(n -> "s.k" + n, ", ") + ")" + changes(unique) + stays + "\nORDER BY s.place",
                values);
    }

    /** An UPDATE that leaves all its values alone is in nobody's way. */
    private String changes(Unique unique) {
        return target.form() == ImageForm.DELETE
                ? ""
                : "\n  AND ("
                        + each(
                                unique.columns().stream().filter(this::restores).toList(),
                                column -> "s.s" + number(lists, column) + " = " + SeenSql.RESTORE,
                                " OR ")
                        + ")";
    }

    /** The value that a row is to have. */
    private String wanted(String column) {
        if (target.form() == ImageForm.DELETE) {
            return lists.old(number(lists, column));
        }
        String now = "oneoff_t." + Identifier.of(column).quoted();
        return restores(column)
                ? "CASE WHEN s.s" + number(lists, column) + " = " + SeenSql.RESTORE + " THEN "
                        + lists.old(number(lists, column)) + " ELSE " + now + " END"
                : now;
    }

    /**
     * Rows that will not have their value any more.
     *
     * @param row of a row x, what is looked for among them
     */
    private record Leaving(String name, String select, String row) {}

    private List<Leaving> leaving(int step, Lists other, Unique unique) {
        String name = "oneoff_leaving" + step;
        String key = texts(other.target().key());
        return switch (other.target().form()) {
            case DELETE -> List.of();
            case INSERT -> List.of(new Leaving(name, going(step, other), key + ", ''"));
            case UPDATE ->
                unique.columns().stream()
                        .filter(other.names()::contains)
                        .map(column -> {
                            String at = " ->> " + (number(other, column) - 1);
                            String now = "e.item -> 2" + at;
                            String changed = "\n    AND e.item -> 1" + at + " IS DISTINCT FROM " + now + " AND " + now
                                    + " IS NOT NULL";
                            return clashes.force()
                                    ? new Leaving(
                                            name + "_" + number(other, column), kept(step, "''", changed), key + ", ''")
                                    : new Leaving(
                                            name + "_" + number(other, column),
                                            kept(step, now, changed),
                                            key + ", CAST(" + x(column) + " AS text) COLLATE \"C\"");
                        })
                        .toList();
        };
    }

    /** The inserted rows that go: not those that somebody changed since or others need, by what the undo itself goes by. */
    private String going(int step, Lists inserted) {
        SeenSql all = new SeenSql(inserted, facts, clashes.tables(), clashes.force());
        return "WITH RECURSIVE " + String.join(",\n", all.parts(step), all.wanted(), all.seen())
                + "\nSELECT row_key AS key, '' AS now\nFROM oneoff_seen\nWHERE act = " + SeenSql.RESTORE;
    }

    private String kept(int step, String now, String which) {
        return "  SELECT CAST(e.item -> 0 AS text) AS key, " + now + " AS now\n  FROM "
                + clashes.tables().images() + " AS i\n  CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json))"
                + " AS e (item)\n  WHERE i.fix_id = ?\n    AND i.generation = ?\n    AND i.step = " + step
                + "\n    AND NOT i.reverted" + which;
    }

    /** The values of a row x as images have them. */
    private static String texts(List<ImageColumn> columns) {
        return columns.stream()
                .map(column -> "CAST(" + x(column.name().name()) + " AS text)")
                .collect(Collectors.joining(", ", "CAST(array_to_json(ARRAY[", "]) AS text)"));
    }

    private static String x(String column) {
        return "x." + Identifier.of(column).quoted();
    }

    private static String each(List<String> columns, Function<String, String> one, String between) {
        return columns.stream().map(one).collect(Collectors.joining(between));
    }
}
