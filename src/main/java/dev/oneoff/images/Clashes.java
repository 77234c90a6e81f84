package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks for unique values that are taken when images are put back. A row that has its value from the same owner, and loses it
 * when the images of the targets are put back, is in nobody's way. Indexes of expressions or of some rows, and deferrable ones,
 * are the server's to look at; so are all of the embedded database. For one thread.
 *
 * @param targets all that the owner did to one table, by the number of the step
 */
public record Clashes(Session session, ImageTables tables, Map<Integer, ImageTarget> targets, boolean force) {

    private static final String UNIQUES = """
            SELECT
                CAST(c.relname AS text),
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY k.place)
                    FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place])
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
              AND i.indisunique
              AND i.indimmediate
              AND i.indpred IS NULL
              AND i.indexprs IS NULL
            ORDER BY c.relname""";

    /** A unique index, and its columns. */
    record Unique(String name, List<String> columns) {}

    /** Copies the map. */
    public Clashes {
        targets = Map.copyOf(targets);
    }

    /**
     * Returns those that putting an image of updated or deleted rows back would run into: of updates, the statement would fail;
     * a deleted row stays away. Writes nothing.
     */
    public List<Clash> of(ImageTarget target, Image image) {
        List<Clash> clashes = new ArrayList<>();
        if (target.form() == ImageForm.INSERT) {
            return clashes;
        }
        ClashSql sql = new ClashSql(this, target, TableFacts.read(session, target.table()));
        List<Unique> uniques = session.list(
                Sql.of(UNIQUES).with("table", target.table()),
                row -> new Unique(row.text(1), List.of(row.text(2).split("\u001f", -1))));
        for (Unique unique : uniques) {
            if (sql.touches(unique)) {
                clashes.addAll(session.inTransaction(() -> {
                    session.execute(ImagesSql.PINNED);
                    return session.list(
                            sql.look(image, unique), row -> new Clash(row.text(1), unique.name(), row.text(2)));
                }));
            }
        }
        return clashes;
    }
}
