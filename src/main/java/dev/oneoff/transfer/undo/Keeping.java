package dev.oneoff.transfer.undo;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.images.ImageColumn;
import dev.oneoff.images.ImageForm;
import dev.oneoff.images.ImageTarget;
import dev.oneoff.run.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps what an import overwrites: the statement that writes the rows writes their images, too, from what it returns itself; those of
 * rows that are updated come of the plan, where it has them. The rows are called t, of an UPDATE those before it o.
 *
 * @param id that of the import: of the run that began it
 * @param batch the number of the transaction, from 1
 * @param before how many numbers of steps are those of batches that did something else to the rows
 */
public record Keeping(RunContext run, String id, long batch, int before) {

    private static final long PART_BYTES = 8L << 20;
    private static final long MOST_ROWS = 5_000;

    /** Returns the one of an import that this run begins. */
    public static Keeping of(RunContext run) {
        return new Keeping(run, run.id(), 1, 0);
    }

    /**
     * Returns the one of an import that this run goes on with, and writes down that it does; empty where that keeps nothing, or
     * what it kept was purged.
     *
     * @param earlier the last run of it
     */
    public static Optional<Keeping> after(String earlier, RunContext run) {
        ImportStore store = new ImportStore(run.session(), run.clock());
        Optional<ImportRow> row = store.find(earlier);
        row.ifPresent(found -> {
            store.insertPart(run.id(), found);
            // From here on it is too young for a purge.
            store.touch(found.id());
        });
        return row.filter(store::whole).map(found -> new Keeping(run, found.id(), 1, 0));
    }

    /** Returns why there is none of an import that this run goes on with. */
    public static String lost(String earlier, RunContext run) {
        return new ImportStore(run.session(), run.clock())
                .find(earlier)
                .map(row -> "those of import " + row.id() + " were purged")
                .orElse("run " + earlier + " kept none");
    }

    /** Returns the one of a batch. */
    public Keeping batch(long number) {
        return new Keeping(run, id, number, 0);
    }

    /**
     * Returns the one that calls a step as earlier batches do: by another number, where the table or the file's columns have become
     * others since.
     */
    public Keeping numbered(List<ImageTarget> targets) {
        Map<Integer, ImageTarget> known = store().targets(id);
        int first = 0;
        while (!fits(known, first, targets)) {
            first += ImageForm.values().length;
        }
        return new Keeping(run, id, batch, first);
    }

    private static boolean fits(Map<Integer, ImageTarget> known, int first, List<ImageTarget> targets) {
        return targets.stream()
                .allMatch(target ->
                        known.getOrDefault(first + step(target.form()), target).equals(target));
    }

    /** Has images compressed in the faster way, where the server knows it: the other takes longer than the import. */
    public void prepare() {
        Session session = run.session();
        String table = run.ledger().named(UndoSql.IMAGES);
        if (!session.dialect().embedded()
                && session.majorVersion() >= 14
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
        return switch (target.form()) {
                    case DELETE -> ItemSql.deleted(target);
                    case INSERT -> ItemSql.inserted(target);
                    case UPDATE -> ItemSql.updated(target, "o", column -> ItemSql.value("t", column));
                }
                + " AS item";
    }

    /**
     * Returns the image of a row t that is to be updated, as an expression.
     *
     * @param value what a column becomes
     */
    public static String foreseen(ImageTarget target, Function<ImageColumn, String> value) {
        return ItemSql.updated(target, "t", value);
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
                + id + "', "
                + ImportRow.GENERATION + ", " + (before + step(form))
                + ", 0, " + batch
                + ", r.part, count(*), '[' || string_agg(r.item, ', ') || ']', now(), FALSE\n  FROM (SELECT d.item,"
                + " CAST(sum(octet_length(d.item) + " + PART_BYTES / MOST_ROWS + ") OVER (ROWS UNBOUNDED PRECEDING) / "
                // Without an offset each item would be made twice.
                + PART_BYTES + " AS int) AS part FROM (SELECT item FROM " + from
                + " OFFSET 0) AS d) AS r\n  GROUP BY r.part\n  RETURNING row_count)";
    }

    /**
     * Keeps the rows that this transaction has put into a table since its last savepoint; they are found by that.
     *
     * @return how many there are
     */
    public long inserted(ImageTarget target) {
        run.session().execute("CREATE TEMPORARY TABLE oneoff_mark () ON COMMIT DROP");
        return keep(
                ImageForm.INSERT,
                ItemSql.inserted(target),
                target.table() + " AS t\n  WHERE t.xmin = (\n    SELECT c.xmin FROM pg_catalog.pg_class c"
                        + " WHERE c.oid = CAST('pg_temp.oneoff_mark' AS regclass))");
    }

    /** Keeps the rows that are to be updated by the plan, which holds their images; returns how many there are. */
    public long planned() {
        return keep(ImageForm.UPDATE, "item", "oneoff_plan\n  WHERE act = 'update'");
    }

    private long keep(ImageForm form, String item, String from) {
        return run.session()
                .listAsItIs(
                        "WITH oneoff_kept AS (\n  SELECT " + item + " AS item\n  FROM " + from + "),\n"
                                + written(form, "oneoff_kept")
                                + "\nSELECT coalesce(sum(row_count), 0) FROM oneoff_kept_kept",
                        "keeping rows of the table",
                        row -> row.number(1))
                .get(0);
    }

    /** Writes down that it begins; in the transaction of its first rows, or before it. */
    public void begin(Begun begun) {
        store().insert(
                        new ImportRow(id, UndoState.IMPORTED, begun.file(), begun.table()),
                        begun.sha256(),
                        begun.mode());
    }

    /**
     * Writes down what was done; in the transaction that did it.
     *
     * @param rows how many were changed in which way
     */
    public void record(Map<ImageTarget, Long> rows) {
        ImportStore store = store();
        rows.forEach((target, many) -> store.count(id, before + step(target.form()), target, many));
        store.touch(id);
    }

    /** Returns how it is undone, for people. */
    public String note() {
        return "to undo it: oneoff import --undo " + id;
    }

    private ImportStore store() {
        return new ImportStore(run.session(), run.clock());
    }

    /**
     * What is imported.
     *
     * @param table as people write it
     */
    public record Begun(String file, String sha256, String table, String mode) {}
}
