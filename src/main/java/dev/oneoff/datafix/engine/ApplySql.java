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

/**
 * The one statement that changes the rows of a batch, on PostgreSQL. In one snapshot: which of the locked rows are wrong
 * (oneoff_wrong), their old values (oneoff_old), the user's statement for these rows alone (oneoff_done), old and new values
 * into the images. Asked in a statement of its own, the first would leave a gap in which a joined table may change.
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

    /** Returns it: one row of wrong, done, the key of a wrong row that was not done, and the most matches of one row. */
    Sql apply(Optional<Given> given, List<List<String>> keys, Owner owner) {
        Keys walked = new Keys(plan.walk().key());
        Phrase phrase = new Phrase().say("WITH ");
        given.ifPresent(work -> phrase.say(work.with() + ",\n", work.values().toArray()));
        phrase.say(
                        "oneoff_locked (" + walked.names() + ") AS (\n  SELECT * FROM " + walked.unnested() + "),\n",
                        walked.arrays(keys))
                .say("oneoff_wrong AS (" + wrong() + "),\n")
                .say(old())
                .say("oneoff_done AS (\n" + change.restricted(locked()) + "\nRETURNING " + returned() + ")");
        if (!images.isEmpty()) {
            phrase.say(",\noneoff_kept AS (" + kept() + ")", owner.values());
        }
        return phrase.say("\nSELECT (SELECT count(*) FROM oneoff_wrong), (SELECT count(*) FROM oneoff_done),\n  "
                        + missed() + ",\n  (SELECT coalesce(max(matches), 0) FROM oneoff_wrong)")
                .sql();
    }

    private String wrong() {
        String from = switch (change.form()) {
            case UPDATE, DELETE ->
                plan.walk().item()
                        + change.others().map(others -> ", " + others.text()).orElse("");
            case INSERT -> change.others().map(Span::text).orElseThrow();
        };
        boolean each = change.form() == Change.Form.INSERT || change.others().isEmpty();
        String list = qualified(plan.walk().key(), "k", "");
        return "SELECT " + list
                + (change.form() == Change.Form.UPDATE && !each ? ", count(*) AS matches" : ", 1 AS matches")
                + "\nFROM " + from + "\nWHERE ("
                + change.condition().text() + "\n) AND " + locked()
                + (each ? "" : "\nGROUP BY " + plan.walk().keyList());
    }

    private String locked() {
        return "(" + plan.walk().keyList() + ") IN (SELECT * FROM oneoff_locked)";
    }

    private String old() {
        return change.form() == Change.Form.UPDATE
                ? "oneoff_old AS (SELECT " + qualified(plan.walk().key(), "k", "") + ", " + values(alias())
                        + " AS was\nFROM " + plan.walk().item() + "\nWHERE " + locked() + "),\n"
                : "";
    }

    private String returned() {
        return switch (change.form()) {
            case UPDATE -> qualified(plan.walk().key(), "k", "") + ", " + values(alias()) + " AS now";
            case DELETE -> qualified(plan.walk().key(), "k", "") + ", " + values(alias()) + " AS was";
            case INSERT -> unqualified(plan.targetKey()) + ", " + values("") + " AS now";
        };
    }

    private String kept() {
        String names = new Keys(resultKey()).names();
        String key = IntStream.rangeClosed(1, resultKey().size())
                .mapToObj(n -> "d.k" + n + "::text")
                .collect(Collectors.joining(", ", "json_build_array(", ")"));
        String rows = switch (change.form()) {
            case UPDATE ->
                "SELECT " + key + " AS key, b.was, d.now, " + part("b.was::text", "d.now::text")
                        + " FROM oneoff_done AS d JOIN oneoff_old AS b USING (" + names + ")";
            case DELETE ->
                "SELECT " + key + " AS key, d.was, NULL::json AS now, " + part("d.was::text", "''")
                        + " FROM oneoff_done AS d";
            case INSERT ->
                "SELECT " + key + " AS key, NULL::json AS was, d.now, " + part("''", "d.now::text")
                        + " FROM oneoff_done AS d";
        };
        return "INSERT INTO " + images
                + " (fix_id, generation, step, chunk, batch, part, row_count, content, written_at, reverted)\n"
                + "SELECT ?, CAST(? AS int), CAST(? AS int), CAST(? AS int), CAST(? AS bigint), r.part, count(*),"
                + " json_agg(json_build_array(r.key, r.was, r.now))::text, clock_timestamp(), FALSE\nFROM (" + rows
                + ") AS r\nGROUP BY r.part";
    }

    private static String part(String was, String now) {
        return "(sum(octet_length(" + was + ") + octet_length(" + now + ")) OVER (ROWS UNBOUNDED PRECEDING) / "
                + PART_BYTES + ")::int AS part";
    }

    /** The key of a row that was wrong and was not done, as a JSON array; NULL when there is none. */
    private String missed() {
        if (change.form() == Change.Form.INSERT) {
            return "NULL::text";
        }
        Keys walked = new Keys(plan.walk().key());
        String key = IntStream.rangeClosed(1, walked.size())
                .mapToObj(n -> "w.k" + n + "::text")
                .collect(Collectors.joining(", ", "json_build_array(", ")::text"));
        return "(SELECT " + key + " FROM oneoff_wrong AS w WHERE NOT EXISTS (SELECT FROM oneoff_done AS d WHERE "
                + IntStream.rangeClosed(1, walked.size())
                        .mapToObj(n -> "d.k" + n + " = w.k" + n)
                        .collect(Collectors.joining(" AND "))
                + ") LIMIT 1)";
    }

    private List<Column> resultKey() {
        return change.form() == Change.Form.INSERT
                ? plan.targetKey()
                : plan.walk().key();
    }

    private String alias() {
        return plan.walk().alias().quoted() + ".";
    }

    private String values(String qualifier) {
        return plan.columns().stream()
                .map(column -> qualifier + column.name().quoted() + "::text")
                .collect(Collectors.joining(", ", "array_to_json(ARRAY[", "])"));
    }

    private String qualified(List<Column> columns, String name, String cast) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> alias() + columns.get(i).name().quoted() + cast + " AS " + name + (i + 1))
                .collect(Collectors.joining(", "));
    }

    private static String unqualified(List<Column> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).name().quoted() + " AS k" + (i + 1))
                .collect(Collectors.joining(", "));
    }
}
