package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Span;
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

    /**
     * Returns it: one row of wrong, done, the key of a wrong row that was not done, and the most different values one row
     * would get.
     */
    Sql apply(Optional<Given> given, List<List<String>> keys, Owner owner) {
        Keys walked = new Keys(plan.walk().key());
        Phrase phrase = new Phrase().say("WITH ");
        given.ifPresent(work -> phrase.say(work.with() + ",\n", work.values().toArray()));
        phrase.say(walked.locked() + ",\n", walked.arrays(keys))
                .say("oneoff_wrong AS (" + wrong() + "),\n")
                .say("oneoff_done AS (\n" + done() + "\nRETURNING " + returned() + ")");
        if (!images.isEmpty()) {
            phrase.say(",\noneoff_kept AS (" + keeping(images) + ")", owner.values());
        }
        return phrase.say("\nSELECT (SELECT count(*) FROM oneoff_wrong), (SELECT count(*) FROM oneoff_done),\n  "
                        + missed() + ",\n  " + values())
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
        return "(" + change.condition().text() + "\n) AND "
                + new Keys(plan.walk().key()).isLocked(plan.walk().keyList());
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

    private String returned() {
        return switch (change.form()) {
            case UPDATE -> key(alias()) + " AS key, oneoff_wrong.oneoff_was AS was, " + kept(alias()) + " AS now";
            case DELETE -> key(alias()) + " AS key, " + kept(alias()) + " AS was, 'null' AS now";
            case INSERT -> key("") + " AS key, 'null' AS was, " + kept("") + " AS now";
        };
    }

    /**
     * Returns what writes down the key, was and now of oneoff_done, with a place for each of {@link Owner#values}. Arrays that
     * are texts already are put together as texts: the server need not read them again.
     */
    static String keeping(String images) {
        return "INSERT INTO " + images
                + " (fix_id, generation, step, chunk, batch, part, row_count, content, written_at, reverted)\n"
                + "SELECT ?, CAST(? AS int), CAST(? AS int), CAST(? AS int), CAST(? AS bigint), r.part, count(*),"
                + " '[' || string_agg(r.item, ', ') || ']', clock_timestamp(), FALSE\nFROM (\n"
                + "  SELECT i.item, (sum(octet_length(i.item)) OVER (ROWS UNBOUNDED PRECEDING) / " + PART_BYTES
                + ")::int AS part\n  FROM (SELECT '[' || d.key || ', ' || d.was || ', ' || d.now || ']' AS item"
                + " FROM oneoff_done AS d) AS i) AS r\nGROUP BY r.part";
    }

    /** The key of a row that was wrong and was not done, as a JSON array; NULL when there is none. */
    private String missed() {
        if (change.form() == Change.Form.INSERT) {
            return "NULL::text";
        }
        String key = texts(IntStream.rangeClosed(1, plan.walk().key().size()).mapToObj(n -> "w.oneoff_k" + n));
        return "CASE WHEN (SELECT count(*) FROM oneoff_wrong) > (SELECT count(*) FROM oneoff_done) THEN\n    (SELECT "
                + key + " FROM oneoff_wrong AS w WHERE " + key + " NOT IN (SELECT key FROM oneoff_done) LIMIT 1) END";
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

    private String key(String qualifier) {
        List<Column> key = change.form() == Change.Form.INSERT
                ? plan.targetKey()
                : plan.walk().key();
        return texts(key.stream().map(column -> qualifier + column.name().quoted()));
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
