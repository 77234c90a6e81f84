package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.images.ImageForm;
import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import dev.oneoff.transfer.undo.Keeping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says of each row of the file what it is to the table: {@code oneoff_plan}, with the acts insert, update, same, differs,
 * absent; whether it takes another unique value; which version of which row was seen; and, where rows are kept, the image of one
 * that is updated, if it is known by then. Values are compared as the text of what the column would hold, byte by byte: {@code 1.0} and {@code 1.00}
 * of a numeric without scale are two, and so are {@code a} and {@code A} of a citext. For one thread.
 */
final class Classes {

    // Every row of the file is among the values or among what is rejected: so they are counted as batches are.
    private static final String LATE = """
            INSERT INTO oneoff_reject (line, place, field, value, code, reason)
            WITH oneoff_late AS MATERIALIZED (
                SELECT p.line, concat_ws(', ', %4$s) AS value, o.oneoff_line AS until
                FROM oneoff_plan AS p
                JOIN oneoff_typed AS s ON s.oneoff_line = p.line
                JOIN %5$s
                WHERE p.act = 'insert' AND o.oneoff_line > p.line),
            oneoff_place AS (
                SELECT line, (row_number() OVER (ORDER BY line) - 1) / %6$d AS batch
                FROM (SELECT oneoff_line AS line FROM oneoff_typed UNION SELECT line FROM oneoff_reject) AS l)
            SELECT l.line, %1$d, %2$s, l.value, 'unique-in-table', %3$s || l.until
                || ' changes it, in a later batch: leave out --batch, or move that line up'
            FROM oneoff_late AS l
            JOIN oneoff_place AS a ON a.line = l.line
            JOIN oneoff_place AS z ON z.line = l.until AND z.batch > a.batch""";

    private static final String NOWHERE =
            "CAST(NULL AS oid) AS part, CAST(NULL AS tid) AS at, CAST(NULL AS xid) AS version";

    private final Session session;
    private final TargetTable table;
    private final Heading heading;
    private final Optional<UniqueKey> key;
    private final ImportRequest request;
    private boolean keeping;
    private boolean holdsImages;
    // Of the plan as it is; counting a million rows takes as long as reading them.
    private Optional<Counts> counted = Optional.empty();

    /**
     * Makes the plan's author; there is no plan yet.
     *
     * @param key by which rows of the table are found; empty where all are new
     */
    Classes(Session session, TargetTable table, Heading heading, Optional<UniqueKey> key, ImportRequest request) {
        this.session = session;
        this.table = table;
        this.heading = heading;
        this.key = key;
        this.request = request;
    }

    /**
     * How many rows of the file are what to the table.
     *
     * @param moved how many of those that are updated get another value of a unique key
     */
    record Counts(long inserted, long updated, long unchanged, long passed, long deleted, long moved) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        /** Returns them for people. */
        Imported.Counts of(long rows) {
            return new Imported.Counts(rows, inserted, updated, unchanged, passed, deleted);
        }

        long of(ImageForm form) {
            return switch (form) {
                case UPDATE -> updated;
                case DELETE -> deleted;
                case INSERT -> inserted;
            };
        }
    }

    Optional<UniqueKey> key() {
        return key;
    }

    ImportRequest request() {
        return request;
    }

    /** Has plans hold the images of rows that are updated, where it is known what these become: there they are compared anyway. */
    void holdImages() {
        keeping = true;
    }

    /** Says whether the plan has them. */
    boolean holdsImages() {
        return holdsImages;
    }

    /** Says whether they are still those of what rows become; for good once a row is written, which keeps triggers from being made. */
    boolean imagesHold() {
        return new Foreseeing(session, table).possible();
    }

    /** Makes the plan anew; rows that an import of this mode does not take are rejected. */
    void plan() {
        holdsImages = keeping && imagesHold();
        session.execute("DROP TABLE IF EXISTS pg_temp.oneoff_plan");
        session.execute("CREATE TEMPORARY TABLE oneoff_plan ON COMMIT DROP AS\n" + select());
        session.execute("ANALYZE oneoff_plan");
        replacing().ifPresent(Replacing::plan);
        recount();
    }

    /** Returns what is deleted beside; empty in other modes than replace. */
    Optional<Replacing> replacing() {
        return request.replacement()
                .map(replacement -> new Replacing(session, table, heading, key.orElseThrow(), replacement));
    }

    /** Returns the rows with what they are now, without those that are rejected. */
    String select() {
        String rejected = "NOT EXISTS (SELECT FROM oneoff_reject AS r WHERE r.line = s.oneoff_line)";
        if (key.isEmpty()) {
            return "SELECT s.oneoff_line AS line, 'insert' AS act, FALSE AS moved, " + NOWHERE
                    + "\nFROM oneoff_typed AS s\nWHERE " + rejected;
        }
        String found = request.mode() == ImportMode.INSERT ? "differs" : "update";
        String absent = request.mode() == ImportMode.UPDATE ? "absent" : "insert";
        String image = holdsImages ? ",\n  CASE WHEN a.act = 'update' THEN " + image() + " END AS item" : "";
        // The first offset keeps what is rejected from being cast to what it is none of, the second one all values from
        // being compared again for the image.
        return "SELECT s.oneoff_line AS line, a.act, " + moved()
                + " AS moved, t.tableoid AS part, t.ctid AS at, t.xmin AS version" + image
                + "\nFROM (SELECT s.* FROM oneoff_typed AS s WHERE " + rejected + " OFFSET 0) AS s\nLEFT JOIN "
                + table.name().quoted() + " AS t ON " + matches()
                + "\nCROSS JOIN LATERAL (SELECT CASE WHEN t.tableoid IS NULL THEN '" + absent + "' WHEN " + different()
                + " THEN '" + found + "' ELSE 'same' END AS act OFFSET 0) AS a";
    }

    private String image() {
        return Keeping.foreseen(
                ImageTargets.of(table, this).of(ImageForm.UPDATE),
                column -> heading.field(column.name().name()).orElseThrow().becoming());
    }

    /** The condition that a row t of the table is the one that a row s of the file is about. */
    String matches() {
        List<String> columns = key.orElseThrow().columns();
        return Checks.same("t.", columns, "s.", columns);
    }

    /** The condition that it would be changed by it. */
    String different() {
        List<String> each = others().stream()
                .map(field -> field.sparse()
                        ? "CASE WHEN " + field.given("s") + " THEN " + different(field) + " ELSE FALSE END"
                        : different(field))
                .toList();
        return each.isEmpty() ? "FALSE" : "(" + String.join(" OR ", each) + ")";
    }

    private static String different(Field field) {
        TargetColumn column = field.column();
        String name = column.quoted();
        return switch (Likeness.of(column)) {
            case VALUE -> "t." + name + " IS DISTINCT FROM s." + name;
            case BYTES -> "t." + name + " COLLATE \"C\" IS DISTINCT FROM s." + name + " COLLATE \"C\"";
            case TEXT ->
                text("t." + name) + " IS DISTINCT FROM " + text("CAST(s." + name + " AS " + column.type() + ")");
        };
    }

    /** The condition that a row t would have another value of a unique key by which rows are not found. */
    private String moved() {
        return otherUniques().stream()
                .flatMap(unique -> unique.columns().stream())
                .distinct()
                .map(column -> heading.field(column).orElseThrow())
                .map(field -> field.given("s") + " AND t." + field.column().quoted() + " IS DISTINCT FROM s."
                        + field.column().quoted())
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" OR "),
                        any -> any.isEmpty() ? "FALSE" : "t.tableoid IS NOT NULL AND (" + any + ")"));
    }

    /** Returns the unique keys of the file by which rows are not found. */
    List<UniqueKey> otherUniques() {
        return table.uniques().stream()
                .filter(unique -> unique.plain()
                        && heading.covers(unique.columns())
                        && !Optional.of(unique).equals(key))
                .toList();
    }

    /** Returns the fields beside the key. */
    List<Field> others() {
        List<String> columns = key.map(UniqueKey::columns).orElse(List.of());
        return heading.fields().stream()
                .filter(field -> !columns.contains(field.column().name().name()))
                .collect(Collectors.toList());
    }

    /** Returns those of them that an update sets. */
    List<Field> updated() {
        return others().stream().filter(field -> !field.column().always()).toList();
    }

    private static String text(String value) {
        return "CAST(" + value + " AS text) COLLATE \"C\"";
    }

    /** Rejects, or passes over, what an import of this mode does not take. */
    void refuse() {
        if (!request.passOver().existing() && key.isPresent()) {
            String columns = String.join(", ", key.get().columns());
            if (request.mode() == ImportMode.INSERT) {
                reject(
                        "differs",
                        "unique-in-table",
                        "a row with this " + columns + " is there with other values; --mode upsert would update it");
            }
            if (request.mode() == ImportMode.UPDATE) {
                reject("absent", "key-missing", "there is no row with this " + columns);
            }
        }
        replacing().ifPresent(Replacing::refuse);
        recount();
        others().stream().filter(field -> field.column().always()).forEach(this::fixed);
        if (!takesUniqueValues()) {
            return;
        }
        otherUniques().forEach(new Checks(session, table, heading)::twice);
        prune();
        long before;
        // A row that is rejected does not free the value that another one was to have.
        do {
            before = number("SELECT count(*) FROM oneoff_reject");
            otherUniques().forEach(this::clashes);
            request.batching().ifPresent(batching -> otherUniques().forEach(unique -> late(unique, batching.rows())));
        } while (number("SELECT count(*) FROM oneoff_reject") > before);
    }

    /** Rows that stay, or keep their unique values, are in nobody's way: the table has them so. */
    private boolean takesUniqueValues() {
        return !otherUniques().isEmpty() && counts().inserted() + counts().moved() > 0;
    }

    /** Takes rows that are rejected out of the plan. */
    void prune() {
        if (number("SELECT count(*) FROM (SELECT FROM oneoff_reject LIMIT 1) AS r") > 0) {
            session.execute("DELETE FROM oneoff_plan WHERE line IN (SELECT r.line FROM oneoff_reject AS r)");
            recount();
        }
    }

    /** Has the plan counted again: it is another one by now. */
    void recount() {
        counted = Optional.empty();
    }

    private long number(String sql) {
        return session.list(Sql.positional(sql, List.of()), row -> row.number(1))
                .get(0);
    }

    private void reject(String act, String code, String reason) {
        List<String> columns = key.orElseThrow().columns();
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, "
                + place(columns) + ", " + Literal.of(String.join(", ", columns)) + ", concat_ws(', ', "
                + list("s.", columns) + "), " + Literal.of(code) + ", " + Literal.of(reason)
                + "\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nWHERE p.act = "
                + Literal.of(act));
        session.execute("DELETE FROM oneoff_plan WHERE act = " + Literal.of(act));
        recount();
    }

    /** Rejects rows that would change an identity that is always made. PostgreSQL manual, CREATE TABLE, GENERATED ALWAYS. */
    private void fixed(Field field) {
        String column = field.column().quoted();
        session.execute(
                "INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, " + field.place()
                        + ", " + Literal.of(field.column().name().name()) + ", CAST(s." + column
                        + " AS text), 'other', 'an identity that is always generated cannot be changed'\nFROM oneoff_plan AS p\nJOIN"
                        + " oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                        + table.name().quoted() + " AS t ON " + matches()
                        + "\nWHERE p.act = 'update' AND t." + column + " IS DISTINCT FROM s." + column);
        prune();
    }

    /**
     * Rejects rows that have a unique value of another row of the table: one that stays. What is deleted or updated is so
     * before rows are inserted; among those that are updated there is no order.
     */
    private void clashes(UniqueKey unique) {
        List<String> columns = unique.columns();
        String self = key.map(own -> "\n  AND (" + matches() + ") IS NOT TRUE").orElse("");
        String stays =
                replacing().map(replacing -> "\n  AND " + replacing.stays()).orElse("");
        session.execute("INSERT INTO oneoff_reject (line, place, field, value, code, reason)\nSELECT p.line, "
                + place(columns) + ", " + Literal.of(String.join(", ", columns)) + ", concat_ws(', ', "
                + list("s.", columns) + "), 'unique-in-table', "
                + Literal.of("another row has this " + String.join(", ", columns) + " (" + unique.name() + ")")
                + " || coalesce(' until line ' || o.oneoff_line || ' changes it: rows that take values from each other need"
                + " two imports', '')\nFROM oneoff_plan AS p\nJOIN oneoff_typed AS s ON s.oneoff_line = p.line\nJOIN "
                + table.name().quoted() + " AS t ON " + Checks.same("t.", columns, "s.", columns) + changing(columns)
                + "\nWHERE (p.act = 'update' AND p.moved OR p.act = 'insert' AND o.oneoff_line IS NULL)" + self
                + stays);
        prune();
    }

    /** Rejects new rows whose unique value another row has until a later batch of the file changes it. */
    private void late(UniqueKey unique, long batch) {
        List<String> columns = unique.columns();
        session.execute(LATE.formatted(
                place(columns),
                Literal.of(String.join(", ", columns)),
                Literal.of(
                        "another row has this " + String.join(", ", columns) + " (" + unique.name() + ") until line "),
                list("s.", columns),
                table.name().quoted() + " AS t ON " + Checks.same("t.", columns, "s.", columns) + changing(columns),
                batch));
        prune();
    }

    /** The row o of the file that gives a row t another value. */
    private String changing(List<String> columns) {
        String given = columns.stream()
                .map(column -> heading.field(column).orElseThrow().given("o"))
                .collect(Collectors.joining(" AND "));
        String same = key.map(UniqueKey::columns)
                .map(own -> Checks.same("o.", own, "t.", own) + " AND " + given + " AND (" + list("o.", columns)
                        + ") IS DISTINCT FROM (" + list("t.", columns) + ")")
                .orElse("FALSE");
        return "\nLEFT JOIN (oneoff_typed AS o JOIN oneoff_plan AS q ON q.line = o.oneoff_line AND q.act = 'update' AND q.moved) ON "
                + same;
    }

    private int place(List<String> columns) {
        return heading.field(columns.get(0)).orElseThrow().place();
    }

    private static String list(String of, List<String> columns) {
        return columns.stream()
                .map(column -> of + Identifier.of(column).quoted())
                .collect(Collectors.joining(", "));
    }

    /** Returns how many rows of the plan are what. */
    Counts counts() {
        if (counted.isEmpty()) {
            counted = Optional.of(count());
        }
        return counted.get();
    }

    private Counts count() {
        return session.list(
                        Sql.of("""
                                SELECT
                                    count(*) FILTER (WHERE act = 'insert'),
                                    count(*) FILTER (WHERE act = 'update'),
                                    count(*) FILTER (WHERE act = 'same'),
                                    count(*) FILTER (WHERE act IN ('differs', 'absent')),
                                    count(*) FILTER (WHERE act = 'update' AND moved)
                                FROM oneoff_plan"""),
                        row -> new Counts(
                                row.number(1),
                                row.number(2),
                                row.number(3),
                                row.number(4),
                                replacing().isPresent() ? number("SELECT count(*) FROM oneoff_gone") : 0,
                                row.number(5)))
                .get(0);
    }
}
