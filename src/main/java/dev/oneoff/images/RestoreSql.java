package dev.oneoff.images;

import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements that put one image back, or look what that would do. The server takes the content apart itself. */
final class RestoreSql {

    private final ImageTarget target;
    private final TableFacts facts;
    private final ImageTables tables;
    private final Lists lists;
    private final SeenSql seen;

    RestoreSql(ImageTarget target, TableFacts facts, ImageTables tables, boolean force) {
        this.target = target;
        this.facts = facts;
        this.tables = tables;
        this.lists = new Lists(target);
        this.seen = new SeenSql(lists, facts, tables, force);
    }

    /** Locks the rows there are, always in the order of their keys. Returns how many. */
    Sql lock(Image image) {
        String strength = target.form() == ImageForm.INSERT ? "UPDATE" : "NO KEY UPDATE";
        String text = "SELECT count(*)\nFROM (\n  SELECT 1\n  FROM " + target.table() + " AS oneoff_t\n  WHERE ("
                + lists.ofKey(n -> "oneoff_t." + lists.key(n), ", ") + ") IN (\n    SELECT "
                + lists.ofKey(
                        n -> "CAST(e.item -> 0 ->> " + (n - 1) + " AS "
                                + target.key().get(n - 1).type() + ")",
                        ", ")
                + "\n    FROM (SELECT content FROM " + tables.images() + " AS oneoff_images WHERE " + SeenSql.image()
                + ") AS i\n"
                + "    CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json)) AS e (item))\n  ORDER BY "
                + lists.ofKey(n -> "oneoff_t." + lists.key(n), ", ") + "\n  FOR " + strength
                + " OF oneoff_t) AS oneoff_locked";
        return Sql.positional(text, nullable(image.values()));
    }

    /** Returns one row: rows to write, rows written, conflicts, those of them that force leaves, rows that are not there. */
    Sql restore(Image image, String run) {
        String text = "WITH RECURSIVE " + seen(List.of(seen.open(), seen.part("FALSE"))) + ",\n" + done() + ",\n"
                + "oneoff_told AS (\n  INSERT INTO " + tables.conflicts()
                + " AS t (fix_id, generation, step, chunk, batch, part, place, column_number, column_name, row_key, kind,"
                + " found, run_id)\n  SELECT i.fix_id, i.generation, i.step, i.chunk, i.batch, i.part, c.place, c.number,"
                + " c.name, c.row_key, c.kind, c.found, CAST(? AS text)\n  FROM (" + told() + ") AS c\n"
                + "  CROSS JOIN (SELECT * FROM " + tables.images() + " AS oneoff_images WHERE " + SeenSql.image()
                + ") AS i\n"
                + "  ON CONFLICT (fix_id, generation, step, chunk, batch, part, place, column_number)\n"
                + "  DO UPDATE SET kind = excluded.kind, found = excluded.found, run_id = excluded.run_id\n"
                + "  RETURNING 1)\nSELECT " + wanted()
                + ", (SELECT count(*) FROM oneoff_done), (SELECT count(*) FROM oneoff_told), "
                + SeenSql.STUCK + ", " + seen.missing();
        List<@Nullable Object> values = new ArrayList<>(image.values());
        values.addAll(image.values());
        addNames(values);
        values.add(run);
        values.addAll(image.values());
        return Sql.positional(text, values);
    }

    /** Returns one row: as {@link #restore}, but for the first number. Rows that later images hold, too, count as written. */
    Sql look(Image image, Set<ImageNumber> later) {
        String part = seen.part("CAST(e.item -> 0 AS text) IN (SELECT key FROM oneoff_later)");
        String text = "WITH RECURSIVE " + seen(List.of(seen.open(), seen.later(), part))
                + "\nSELECT (SELECT count(*) FROM oneoff_seen"
                + " WHERE act IN (" + SeenSql.RESTORE + ", " + SeenSql.OVERWRITE
                + ")) + (SELECT count(*) FROM oneoff_part WHERE shadowed), (SELECT count(*) FROM oneoff_conflicts), "
                + SeenSql.STUCK + ", "
                + seen.missing();
        List<@Nullable Object> values = new ArrayList<>(image.values());
        values.addAll(List.of(
                array(later, ImageNumber::step),
                array(later, ImageNumber::chunk),
                array(later, ImageNumber::batch),
                array(later, ImageNumber::part)));
        values.addAll(List.of(image.owner().id(), image.owner().generation()));
        values.addAll(image.values());
        addNames(values);
        return Sql.positional(text, values);
    }

    /** Returns the first of what could not be put back: key, column, kind, what is there. */
    Sql left(Image image, int limit) {
        String text = "WITH RECURSIVE " + seen(List.of(seen.open(), seen.part("FALSE")))
                + "\nSELECT row_key, name, kind, found FROM oneoff_conflicts ORDER BY place, number LIMIT " + limit;
        List<@Nullable Object> values = new ArrayList<>(image.values());
        values.addAll(image.values());
        addNames(values);
        return Sql.positional(text, values);
    }

    private static String array(Set<ImageNumber> numbers, Function<ImageNumber, ? extends Number> one) {
        return numbers.stream().map(one).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static List<@Nullable Object> nullable(List<Object> values) {
        return new ArrayList<>(values);
    }

    private void addNames(List<@Nullable Object> values) {
        if (seen.namesColumns()) {
            values.addAll(lists.names());
            seen.added().forEach(column -> values.add(column.name()));
        }
    }

    private String seen(List<String> before) {
        return String.join(",\n", before) + ",\n" + seen.wanted() + ",\n" + seen.seen() + ",\n" + seen.conflicts();
    }

    /** A deleted row that another unique value kept out is a conflict, no row to write. */
    private String wanted() {
        return target.form() == ImageForm.DELETE
                ? "(SELECT count(*) FROM oneoff_done)"
                : "(SELECT count(*) FROM oneoff_seen WHERE act = " + SeenSql.RESTORE + ")";
    }

    private String told() {
        String found = "SELECT place, number, name, row_key, kind, found FROM oneoff_conflicts";
        return target.form() == ImageForm.DELETE
                ? found
                        + "\n    UNION ALL\n    SELECT s.place, 0, NULL, s.row_key, 'kept_out', NULL\n    FROM oneoff_seen AS s"
                        + "\n    WHERE s.act = " + SeenSql.RESTORE
                        // Hashed whatever the server expects; an anti join of two tables of a WITH is a loop in a loop.
                        + " AND (" + lists.ofKey(n -> "s.k" + n, ", ") + ") NOT IN (SELECT "
                        + lists.ofKey(n -> "b.k" + n, ", ") + " FROM oneoff_back AS b)"
                : found;
    }

    private String done() {
        return switch (target.form()) {
            case UPDATE -> "oneoff_done AS (\n" + update(SeenSql.RESTORE, true) + ")";
            case INSERT ->
                "oneoff_done AS (\n  DELETE FROM " + target.table() + " AS oneoff_t\n  USING oneoff_seen AS s\n  WHERE "
                        + lists.sameKey("s") + " AND s.act = " + SeenSql.RESTORE + "\n  RETURNING 1)";
            case DELETE ->
                "oneoff_back AS (\n" + insert() + "),\noneoff_over AS (\n" + update(SeenSql.OVERWRITE, false)
                        + "),\noneoff_done AS (SELECT 1 FROM oneoff_back UNION ALL SELECT 1 FROM oneoff_over)";
        };
    }

    private String insert() {
        return "  INSERT INTO " + target.table() + " AS oneoff_t (" + lists.ofColumns(lists::column, ", ")
                + ")\n  OVERRIDING SYSTEM VALUE\n  SELECT " + lists.ofColumns(lists::old, ", ")
                + "\n  FROM oneoff_seen AS s\n  WHERE s.act = " + SeenSql.RESTORE + "\n  ORDER BY s.place\n"
                // It refuses a table with a deferrable unique constraint: there the constraint speaks for itself.
                + (facts.deferrable() ? "" : "  ON CONFLICT DO NOTHING\n") + "  RETURNING "
                + lists.ofKey(n -> "oneoff_t." + lists.key(n) + " AS k" + n, ", ");
    }

    /** Sets the old values: those that are to be put back, or all of a row that is there again. */
    private String update(String act, boolean each) {
        List<String> set = IntStream.rangeClosed(1, target.columns().size())
                .filter(seen::settable)
                .mapToObj(n -> lists.column(n) + " = "
                        + (each
                                ? "CASE WHEN s.s" + n + " = " + SeenSql.RESTORE + " THEN " + lists.old(n)
                                        + " ELSE oneoff_t." + lists.column(n) + " END"
                                : lists.old(n)))
                .toList();
        if (set.isEmpty()) {
            return "  SELECT 1 FROM oneoff_seen WHERE act = " + act;
        }
        return "  UPDATE " + target.table() + " AS oneoff_t\n  SET " + String.join(", ", set)
                + "\n  FROM oneoff_seen AS s\n  WHERE " + lists.sameKey("s") + " AND s.act = " + act
                + "\n  RETURNING 1";
    }
}
