package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one statement that changes the rows of a batch, on PostgreSQL. In one snapshot: which of the locked rows are wrong
 * (oneoff_wrong), with their old values; the user's statement for these rows alone (oneoff_done); old and new values into
 * the images (oneoff_kept). Asked in a statement of its own, the first would leave a gap in which a joined table may change.
 *
 * @param change the user's statement, bound
 * @param images the table of the images; empty to keep none
 */
record ApplySql(StepPlan plan, Change change, String images) implements Changing {

    private static final long PART_BYTES = 8L << 20;

    /** Whose images they are: id, generation, step, chunk, batch. */
    record Owner(String fix, int generation, int step, int chunk, long batch) {
        Object[] values() {
            return new Object[] {fix, generation, step, chunk, batch};
        }
    }

    @Override
    public Changed change(Session session, Optional<Given> given, List<List<String>> keys, Owner owner) {
        return session.list(apply(given, keys, owner), Changed::read).get(0);
    }

    /** RETURNING has the row as it stays, and the condition's answer is the one it would give afterwards. */
    @Override
    public boolean looks() {
        return plan.settled();
    }

    /**
     * Returns it: one row of wrong, done, the key of a wrong row that was not done, the most different values one row
     * would get, and the key of a row that is as wrong as before.
     */
    Sql apply(Optional<Given> given, List<List<String>> keys, Owner owner) {
        Keys walked = new Keys(plan.walk().key());
        boolean looks = given.isEmpty() && looks();
        Phrase phrase = new Phrase().say("WITH ");
        given.ifPresent(work -> phrase.say(work.with() + ",\n", work.values().toArray()));
        phrase.say(walked.locked() + ",\n", walked.arrays(keys))
                .say("oneoff_wrong AS (" + wrong() + "),\n")
                .say("oneoff_done AS (\n" + done() + "\nRETURNING " + returned(looks) + ")");
        if (!images.isEmpty()) {
            phrase.say(",\n" + keeping(images), owner.values());
        }
        return phrase.say(
                        "\nSELECT w.n, d.n,\n  " + missed() + ",\n  " + values() + ",\n  "
                                + still(looks)
                                + "\nFROM (SELECT count(*) AS n FROM oneoff_wrong) AS w, (SELECT count(*) AS n FROM oneoff_done) AS d")
                .sql();
    }

    /** The wrong ones; of an UPDATE with what it has now, so that nobody has to look for them again. */
    private String wrong() {
        String list = IntStream.rangeClosed(1, plan.walk().key().size())
                .mapToObj(n -> alias() + plan.walk().key().get(n - 1).name().quoted() + " AS oneoff_k" + n)
                .collect(Collectors.joining(", "));
        String from = "\nFROM " + from() + "\nWHERE " + condition();
        String each = "\nGROUP BY " + plan.walk().keyList();
        return switch (change.form()) {
            case INSERT -> "SELECT " + list + from;
            case DELETE -> "SELECT " + list + from + (change.others().isPresent() ? each : "");
            case UPDATE ->
                matched()
                        ? "SELECT " + list + ", min(" + kept(alias()) + " COLLATE \"C\") AS oneoff_was,"
                                + " count(*) AS oneoff_matches" + from + each
                        : "SELECT " + list + ", " + kept(alias()) + " AS oneoff_was" + from;
        };
    }

    private String from() {
        return switch (change.form()) {
            case UPDATE, DELETE ->
                plan.walk().item()
                        + change.others().map(others -> ", " + others.text()).orElse("");
            case INSERT -> change.others().map(Span::text).orElseThrow();
        };
    }

    private String condition() {
        String locked = new Keys(plan.walk().key()).isLocked(plan.walk().keyList());
        // A row that is right or wrong by itself cannot have changed since it was locked for being wrong.
        return plan.settled() ? locked : "(" + change.condition().text() + "\n) AND " + locked;
    }

    /** Says whether an UPDATE may find a row several times. */
    private boolean matched() {
        return change.form() == Change.Form.UPDATE && change.others().isPresent();
    }

    private String done() {
        return change.form() == Change.Form.UPDATE
                ? change.joined(
                        "oneoff_wrong",
                        IntStream.rangeClosed(1, plan.walk().key().size())
                                .mapToObj(n -> alias()
                                        + plan.walk().key().get(n - 1).name().quoted() + " = oneoff_wrong.oneoff_k" + n)
                                .collect(Collectors.joining(" AND ")))
                : change.restricted(
                        new Keys(plan.walk().key()).isLocked(plan.walk().keyList()));
    }

    /** Returns the parts of the key, whether the row is as wrong as before, and what is kept of it: no more, it is all put by. */
    private String returned(boolean looks) {
        List<String> list = new ArrayList<>();
        List<Column> key = returnedKey();
        String alias = change.form() == Change.Form.INSERT ? "" : alias();
        for (int n = 1; n <= key.size(); n++) {
            list.add(alias + key.get(n - 1).name().quoted() + " AS oneoff_k" + n);
        }
        if (looks) {
            list.add("CAST((" + change.condition().text() + "\n) AS boolean) AS still");
        }
        if (!images.isEmpty()) {
            list.add(item(key, alias) + " AS item");
        }
        return list.isEmpty() ? "1" : String.join(", ", list);
    }

    private String item(List<Column> columns, String alias) {
        String key = texts(columns.stream().map(column -> alias + column.name().quoted()));
        return switch (change.form()) {
            case UPDATE -> item(key, "oneoff_wrong.oneoff_was", kept(alias));
            case DELETE -> item(key, kept(alias), "'null'");
            case INSERT -> item(key, "'null'", kept(alias));
        };
    }

    /** Returns the key, the old and the new values of a row as one array, of texts that are arrays already. */
    static String item(String key, String was, String now) {
        return "'[' || " + key + " || ', ' || " + was + " || ', ' || " + now + " || ']'";
    }

    /**
     * Returns what writes down the items of oneoff_done, with a place for each of {@link Owner#values}. They are put together
     * as texts: the server need not read them again. Only where they are more than one part can hold are they counted.
     */
    static String keeping(String images) {
        String parts = "(sum(octet_length(d.item)) OVER (ROWS UNBOUNDED PRECEDING) / " + PART_BYTES + ")::int";
        return "oneoff_few (few) AS (SELECT coalesce(sum(octet_length(item)), 0) <= " + PART_BYTES
                + " FROM oneoff_done),\noneoff_kept AS (INSERT INTO " + images
                + " (fix_id, generation, step, chunk, batch, part, row_count, content, written_at, reverted)\n"
                + "SELECT ?, CAST(? AS int), CAST(? AS int), CAST(? AS int), CAST(? AS bigint), r.part, count(*),"
                + " '[' || string_agg(r.item, ', ') || ']', clock_timestamp(), FALSE\nFROM (\n"
                + "  SELECT d.item, 0 AS part FROM oneoff_done AS d WHERE (SELECT few FROM oneoff_few)\n  UNION ALL\n"
                + "  SELECT d.item, " + parts + " FROM oneoff_done AS d WHERE NOT (SELECT few FROM oneoff_few)) AS r\n"
                + "GROUP BY r.part)";
    }

    /** The key of a row that was wrong and was not done, as a JSON array; NULL when there is none. */
    private String missed() {
        if (change.form() == Change.Form.INSERT) {
            return "NULL::text";
        }
        return "CASE WHEN w.n > d.n THEN\n    (SELECT " + texts(parts("m.")) + " FROM oneoff_wrong AS m WHERE ("
                + joined(parts("m.")) + ") NOT IN (SELECT " + joined(parts("")) + " FROM oneoff_done) LIMIT 1) END";
    }

    /** The key of a row that is as wrong as before, as a JSON array; NULL when there is none. */
    private String still(boolean looks) {
        return looks ? "(SELECT " + texts(parts("")) + " FROM oneoff_done WHERE still LIMIT 1)" : "NULL::text";
    }

    private Stream<String> parts(String qualifier) {
        return IntStream.rangeClosed(1, plan.walk().key().size()).mapToObj(n -> qualifier + "oneoff_k" + n);
    }

    private static String joined(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }

    /**
     * How many different values the matches of one row give it, at the most: any of equal ones is right. Compared as texts,
     * and looked at only when a row has several. Where SET cannot be read as a list of values, each match counts.
     */
    private String values() {
        if (!matched()) {
            return "1";
        }
        String different = change.values()
                .map(values -> "count(DISTINCT CAST(ROW(" + String.join(",\n", values) + ") AS text))")
                .orElse("count(*)");
        return "CASE WHEN (SELECT max(oneoff_matches) FROM oneoff_wrong) > 1 THEN\n    (SELECT max(v.different) FROM (SELECT "
                + different + " AS different\nFROM " + from() + "\nWHERE " + condition() + "\nGROUP BY "
                + plan.walk().keyList() + ") AS v) ELSE 1 END";
    }

    private List<Column> returnedKey() {
        return change.form() == Change.Form.INSERT
                ? plan.targetKey()
                : plan.walk().key();
    }

    private String kept(String qualifier) {
        return texts(
                plan.columns().stream().map(column -> qualifier + column.name().quoted()));
    }

    private String alias() {
        return plan.walk().alias().quoted() + ".";
    }

    /** Returns a JSON array, as text, of values as texts. */
    static String texts(Stream<String> values) {
        return values.map(value -> "CAST(" + value + " AS text)")
                .collect(Collectors.joining(", ", "CAST(array_to_json(ARRAY[", "]) AS text)"));
    }
}
