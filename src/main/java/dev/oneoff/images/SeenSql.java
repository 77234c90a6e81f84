package dev.oneoff.images;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What there is now of the rows of an image, as tables of a WITH. {@code oneoff_part}: the rows of the image; one that was
 * open before is looked at for its conflicts alone. {@code oneoff_seen}: each with its old values w1, w2, …, what is there
 * now c1, c2, …, and what is to be done, by value (s1, s2, …) and by row (act). {@code oneoff_conflicts}: what cannot be put
 * back. Values are compared as the texts they were kept as: {@code =} takes 1.0 for 1.00 and has nothing for json.
 *
 * @param force whether what somebody changed since is overwritten
 */
record SeenSql(Lists lists, TableFacts facts, ImageTables tables, boolean force) {

    /** Nothing to do: it is as it was before the fix, or the fix did not touch it. */
    private static final String RIGHT = "0";
    /** Put it back: a value, a row that was inserted or deleted. */
    static final String RESTORE = "1";
    /** Somebody changed it since. */
    private static final String CONFLICT = "2";
    /** A deleted row is there again: give it its old values. */
    static final String OVERWRITE = "3";

    private static final String IMAGE =
            "fix_id = ? AND generation = ? AND step = ? AND chunk = ? AND batch = ? AND part = ?";
    private static final int SHOWN = 1_000;

    /** How many conflicts of another kind there are than those that force overwrites. */
    static final String STUCK = "(SELECT count(*) FROM oneoff_conflicts WHERE kind NOT IN ('changed', 'taken'))";

    /** The condition on one row of the table of images; six values. */
    static String image() {
        return IMAGE;
    }

    /** Returns the conflicts of an earlier run; the values of one image. */
    String open() {
        return "oneoff_open AS MATERIALIZED (\n  SELECT place, array_agg(column_number) AS columns\n  FROM "
                + tables.conflicts() + "\n  WHERE " + IMAGE + "\n  GROUP BY place)";
    }

    /** Returns the keys that other images hold, too; four arrays of their numbers, id, generation. */
    String later() {
        return "oneoff_later AS MATERIALIZED (\n  SELECT DISTINCT CAST(e.item -> 0 AS text) AS key\n  FROM unnest("
                + "CAST(? AS int[]), CAST(? AS int[]), CAST(? AS bigint[]), CAST(? AS int[]))"
                + " AS n (step, chunk, batch, part)\n  JOIN " + tables.images()
                + " AS i ON i.fix_id = ? AND i.generation = ? AND (i.step, i.chunk, i.batch, i.part)"
                + " = (n.step, n.chunk, n.batch, n.part)\n"
                + "  CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json)) AS e (item))";
    }

    /** Returns the rows of the image; the values of one image. */
    String part(String shadowed) {
        return "oneoff_part AS MATERIALIZED (\n  SELECT e.place, o.columns AS open, e.item -> 0 AS key, e.item -> 1 AS was,"
                + " e.item -> 2 AS now, " + shadowed + " AS shadowed\n  FROM (SELECT content FROM " + tables.images()
                + " AS oneoff_images WHERE " + IMAGE + ") AS i\n"
                + "  CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json)) WITH ORDINALITY AS e (item, place)\n"
                + "  LEFT JOIN oneoff_open AS o ON o.place = e.place\n"
                + "  WHERE o.place IS NOT NULL OR NOT EXISTS (SELECT FROM oneoff_open))";
    }

    /** Returns the rows of all images of a step that are not put back, as {@link #part} does those of one; id, generation. */
    String parts(int step) {
        return "oneoff_part AS MATERIALIZED (\n  SELECT e.place, i.open, e.item -> 0 AS key, e.item -> 1 AS was,"
                + " e.item -> 2 AS now, FALSE AS shadowed\n  FROM (\n    SELECT p.content, (SELECT array_agg(c.place) FROM "
                + tables.conflicts()
                + " AS c WHERE (c.fix_id, c.generation, c.step, c.chunk, c.batch, c.part)"
                + " = (p.fix_id, p.generation, p.step, p.chunk, p.batch, p.part)) AS open\n    FROM " + tables.images()
                + " AS p\n    WHERE p.fix_id = ? AND p.generation = ? AND p.step = " + step
                + " AND NOT p.reverted) AS i\n"
                + "  CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json)) WITH ORDINALITY AS e (item, place)\n"
                + "  WHERE i.open IS NULL OR e.place = ANY (i.open))";
    }

    /** Returns each row's key, old and new values. */
    String wanted() {
        return "oneoff_wanted AS (\n  SELECT place, open, CAST(key AS text) AS row_key, "
                + lists.ofKey(
                        n -> "CAST(key ->> " + (n - 1) + " AS "
                                + lists.target().key().get(n - 1).type() + ") AS k" + n,
                        ", ")
                + ", "
                + lists.ofColumns(n -> "was ->> " + (n - 1) + " AS w" + n + ", now ->> " + (n - 1) + " AS n" + n, ", ")
                + "\n  FROM oneoff_part\n  WHERE NOT shadowed)";
    }

    /** Returns what is there, and what is to be done. */
    String seen() {
        return "oneoff_there AS (\n  SELECT w.*, oneoff_t." + lists.key(1) + " IS NOT NULL AS there, "
                + whole() + " AS found, " + dependent() + " AS needed, " + added(AddedColumn::given, true)
                + lists.ofColumns(n -> "CAST(oneoff_t." + lists.column(n) + " AS text) AS c" + n, ", ")
                + "\n  FROM oneoff_wanted AS w\n  LEFT JOIN " + lists.target().table() + " AS oneoff_t ON "
                + lists.sameKey("w") + "),\noneoff_judged AS (\n  SELECT place, row_key, there, found, needed, "
                + added(column -> "", false)
                + lists.ofKey(n -> "k" + n, ", ") + ", " + lists.ofColumns(n -> "w" + n + ", c" + n, ", ") + ", "
                + same("c", "w") + " AS as_old, " + same("c", "n") + untouched() + " AS as_new, "
                + lists.ofColumns(n -> value(n) + " AS s" + n, ", ")
                + "\n  FROM oneoff_there)" + staying() + ",\noneoff_seen AS MATERIALIZED (\n  SELECT *, " + act()
                + " AS act\n  FROM oneoff_judged)";
    }

    /** Returns the columns that the image of an inserted row does not know. */
    List<AddedColumn> added() {
        return lists.target().form() == ImageForm.INSERT
                ? facts.columns().stream()
                        .filter(column -> !lists.names().contains(column.name()))
                        .toList()
                : List.of();
    }

    /** Returns what was given to these: a1, a2, … */
    private String added(Function<AddedColumn, String> given, boolean named) {
        StringBuilder all = new StringBuilder();
        int number = 0;
        for (AddedColumn column : added()) {
            number++;
            all.append(given.apply(column))
                    .append(named ? " AS a" : "a")
                    .append(number)
                    .append(", ");
        }
        return all.toString();
    }

    private String untouched() {
        StringBuilder all = new StringBuilder();
        for (int number = 1; number <= added().size(); number++) {
            all.append(" AND a").append(number).append(" IS NULL");
        }
        return all.toString();
    }

    private List<Reference> own() {
        return lists.target().form() == ImageForm.INSERT
                ? facts.references().stream().filter(Reference::own).toList()
                : List.of();
    }

    /** Returns the inserted rows that stay, and those that have to stay because one of these refers to them. */
    private String staying() {
        if (own().isEmpty()) {
            return "";
        }
        String keys = lists.ofKey(n -> "k" + n, ", ");
        return ",\noneoff_staying AS (\n  SELECT " + keys + ", FALSE AS kept\n  FROM oneoff_judged\n  WHERE there AND "
                + (force ? "needed" : "(needed OR NOT as_new)") + "\n  UNION\n  SELECT "
                + lists.ofKey(n -> "p.k" + n, ", ") + ", TRUE\n  FROM oneoff_staying AS g\n  JOIN ("
                + own().stream().map(reference -> reference.pairs(lists)).collect(Collectors.joining(" UNION ALL "))
                + ") AS p ON " + lists.ofKey(n -> "p.d" + n + " = g.k" + n, " AND ") + "\n  WHERE ("
                + lists.ofKey(n -> "p.k" + n, ", ") + ") IN (SELECT " + keys + " FROM oneoff_wanted))";
    }

    private String stays() {
        return own().isEmpty()
                ? "needed"
                : "needed OR (" + lists.ofKey(n -> "k" + n, ", ") + ") IN (SELECT " + lists.ofKey(n -> "k" + n, ", ")
                        + " FROM oneoff_staying WHERE kept)";
    }

    private String whole() {
        return lists.target().form() == ImageForm.DELETE
                ? "left(CAST(oneoff_t AS text), " + SHOWN + ")"
                : "CAST(NULL AS text)";
    }

    private String dependent() {
        return lists.target().form() == ImageForm.INSERT && !facts.references().isEmpty()
                ? facts.references().stream()
                        .map(reference -> reference.needs(lists))
                        .collect(Collectors.joining(" OR ", "(", ")"))
                : "FALSE";
    }

    private String same(String one, String other) {
        return "(" + lists.ofColumns(n -> equal(one + n, other + n), " AND ") + ")";
    }

    private static String equal(String one, String other) {
        return one + " COLLATE \"C\" IS NOT DISTINCT FROM " + other + " COLLATE \"C\"";
    }

    /** Says what to do about one value of an UPDATE; for the other forms, whether it is another than was inserted. */
    private String value(int n) {
        return switch (lists.target().form()) {
            case UPDATE ->
                !settable(n)
                        ? RIGHT
                        : "CASE WHEN NOT there OR " + equal("w" + n, "n" + n) + " OR " + equal("c" + n, "w" + n)
                                + " OR NOT ("
                                + opened(n) + ") THEN " + RIGHT + " WHEN " + (force ? "TRUE" : equal("c" + n, "n" + n))
                                + " THEN " + RESTORE + " ELSE " + CONFLICT + " END";
            case INSERT ->
                "CASE WHEN there AND NOT (" + equal("c" + n, "n" + n) + ") THEN " + CONFLICT + " ELSE " + RIGHT
                        + " END";
            case DELETE -> RIGHT;
        };
    }

    /** Says whether a row that is there may be given a value: not its key, nor what the server alone may set. */
    boolean settable(int n) {
        return !lists.isKey(n) && !facts.fixed().contains(lists.names().get(n - 1));
    }

    private static String opened(int n) {
        return "open IS NULL OR 0 = ANY (open) OR " + n + " = ANY (open)";
    }

    private String act() {
        return switch (lists.target().form()) {
            case UPDATE ->
                "CASE WHEN NOT there THEN " + CONFLICT + " WHEN "
                        + lists.ofColumns(n -> "s" + n + " = " + RESTORE, " OR ") + " THEN " + RESTORE + " ELSE "
                        + RIGHT + " END";
            case DELETE ->
                "CASE WHEN NOT there THEN " + RESTORE + " WHEN as_old THEN " + RIGHT + " ELSE "
                        + (force ? OVERWRITE : CONFLICT) + " END";
            case INSERT ->
                "CASE WHEN NOT there THEN " + RIGHT + " WHEN " + stays() + " THEN " + CONFLICT + " WHEN "
                        + (force ? "TRUE" : "as_new") + " THEN " + RESTORE + " ELSE " + CONFLICT + " END";
        };
    }

    /** Returns what cannot be put back; the columns' names are values, but for DELETE. */
    String conflicts() {
        return "oneoff_conflicts AS (\n  SELECT s.place, s.row_key, c.number, c.name, c.kind, left(c.found, " + SHOWN
                + ") AS found\n  FROM oneoff_seen AS s\n  CROSS JOIN LATERAL (VALUES "
                + whole(lists.target().form())
                + (namesColumns() ? ", " + lists.ofColumns(this::single, ", ") + addedOnes() : "")
                + ") AS c (number, name, conflict, kind, found)\n  WHERE c.conflict)";
    }

    /** How many rows there are no more that were inserted. */
    String missing() {
        return lists.target().form() == ImageForm.INSERT ? "(SELECT count(*) FROM oneoff_seen WHERE NOT there)" : "0";
    }

    boolean namesColumns() {
        return lists.target().form() != ImageForm.DELETE;
    }

    private String whole(ImageForm form) {
        return switch (form) {
            case UPDATE -> "(0, CAST(NULL AS text), NOT s.there, 'gone', CAST(NULL AS text))";
            case DELETE -> "(0, CAST(NULL AS text), s.act = " + CONFLICT + ", 'taken', s.found)";
            case INSERT ->
                "(0, CAST(NULL AS text), s.act = " + CONFLICT + (force ? "" : " AND (s.needed OR s.as_new)")
                        + ", 'needed', CAST(NULL AS text))";
        };
    }

    private String single(int n) {
        String row = lists.target().form() == ImageForm.INSERT ? changed() : "";
        return "(" + n + ", CAST(? AS text), " + row + "s.s" + n + " = " + CONFLICT + ", 'changed', s.c" + n + ")";
    }

    /** Numbered after the columns of the image. */
    private String addedOnes() {
        StringBuilder all = new StringBuilder();
        for (int number = 1; number <= added().size(); number++) {
            all.append(", (%d, CAST(? AS text), %ss.a%d IS NOT NULL, 'changed', s.a%d)"
                    .formatted(lists.names().size() + number, changed(), number, number));
        }
        return all.toString();
    }

    /** Of a row that stays for another one's sake, what was changed in it does not matter. */
    private String changed() {
        return force ? "FALSE AND " : "s.act = " + CONFLICT + " AND NOT s.needed AND ";
    }
}
