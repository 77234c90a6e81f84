package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.images.ImageColumn;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.run.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps what an import overwrites: the statement that writes the rows writes their images, too, from what it returns itself.
 * The rows are called t, of an UPDATE those before it o.
 */
public record Keeping(RunContext run) {

    private static final long PART_BYTES = 8L << 20;
    private static final long MOST_ROWS = 5_000;

    // Of these, equal values are equal texts, once texts are compared by their bytes.
    private static final Set<String> PLAIN = Set.of(
            "smallint",
            "integer",
            "bigint",
            "boolean",
            "uuid",
            "date",
            "timestamp without time zone",
            "timestamp with time zone",
            "bytea");

    /** Has images compressed in the faster way, where the server knows it: the other takes longer than the import. */
    public void prepare() {
        Session session = run.session();
        String table = run.ledger().named(UndoSql.IMAGES);
        if (session.majorVersion() >= 14
                && session.list(Sql.of(UndoSql.SLOW).with("table", table), row -> row.flag(1))
                        .get(0)) {
            session.execute("ALTER TABLE " + table + " ALTER COLUMN content SET COMPRESSION lz4");
        }
    }

    /** They are undone from the last to the first: what is deleted last may have had what is inserted first. */
    static int step(ImageForm form) {
        return switch (form) {
            case DELETE -> 1;
            case UPDATE -> 2;
            case INSERT -> 3;
        };
    }

    /** Returns what the part of the statement that changes the rows has to return. */
    public static String returned(ImageTarget target) {
        String key = texts(target.key(), column -> value("t", column));
        String item = switch (target.form()) {
            case DELETE ->
                key + " || ', ' || " + texts(target.columns(), column -> value("t", column)) + " || ', null]'";
            case INSERT ->
                key + " || ', null, ' || " + texts(target.columns(), column -> value("t", column)) + " || ']'";
            case UPDATE ->
                // Both at once cost less than each on its own; the bracket before them is the one that is there
                // already.
                key + " || ', ' || substr(CAST(array_to_json(ARRAY[" + array(target, "o") + ", " + array(target, "t")
                        + "]) AS text), 2)";
        };
        return "'[' || " + item + " AS item";
    }

    private static String texts(List<ImageColumn> columns, Function<ImageColumn, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(", ", "CAST(array_to_json(ARRAY[", "]) AS text)"));
    }

    private static String array(ImageTarget target, String of) {
        return target.columns().stream()
                .map(column -> changed(of, column))
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    private static String value(String of, ImageColumn column) {
        return "CAST(" + of + "." + column.name().quoted() + " AS text)";
    }

    /** A value that stays is neither an old nor a new one. */
    private static String changed(String of, ImageColumn column) {
        return "CASE WHEN " + different(column) + " THEN " + value(of, column) + " END";
    }

    private static String different(ImageColumn column) {
        String name = column.name().quoted();
        if (PLAIN.contains(column.type())) {
            return "o." + name + " IS DISTINCT FROM t." + name;
        }
        return value("o", column) + " COLLATE \"C\" IS DISTINCT FROM " + value("t", column) + " COLLATE \"C\"";
    }

    /**
     * Returns the part of the statement that writes the images: parts of bounded size, in rows
     * as in bytes.
     *
     * @param from the part whose rows they are
     */
    public String written(ImageForm form, String from) {
        return from + "_kept AS (\n  INSERT INTO " + run.ledger().named(UndoSql.IMAGES)
                + " (fix_id, generation, step, chunk, batch, part, row_count, content, written_at, reverted)\n  SELECT '"
                + run.id() + "', "
                + ImportRow.GENERATION + ", " + step(form)
                + ", 0, 1, r.part, count(*), '[' || string_agg(r.item, ', ') || ']', now(), FALSE\n  FROM (SELECT d.item,"
                + " CAST(sum(octet_length(d.item) + " + PART_BYTES / MOST_ROWS + ") OVER (ROWS UNBOUNDED PRECEDING) / "
                + PART_BYTES + " AS int) AS part FROM " + from + " AS d) AS r\n  GROUP BY r.part)";
    }

    /** Writes down what was done; in the transaction that did it. */
    public void record(Done done) {
        ImportStore store = new ImportStore(run.session(), run.clock());
        store.insert(
                new ImportRow(run.id(), UndoState.IMPORTED, done.file(), done.table()), done.sha256(), done.mode());
        done.rows().forEach((target, rows) -> store.insertStep(run.id(), target, rows));
    }

    /**
     * What was done.
     *
     * @param table as people write it
     * @param rows how many were changed in which way
     */
    public record Done(String file, String sha256, String table, String mode, Map<ImageTarget, Long> rows) {

        /** Copies the map. */
        public Done {
            rows = Map.copyOf(rows);
        }
    }
}
