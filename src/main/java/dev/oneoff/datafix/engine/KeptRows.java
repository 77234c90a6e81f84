package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.CodePlan;
import dev.oneoff.datafix.plan.Column;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the rows that keys are those of before code changes them, and keeps old and new values of what it did change. */
record KeptRows(CodePlan.Rows rows, String images) {

    private static final String ALIAS = "oneoff_row";

    /**
     * A row before the change.
     *
     * @param key as an array of texts
     * @param was its columns, in the same way
     * @param values the key, as code takes it
     */
    record Old(String key, String was, List<Object> values) {}

    /** Returns the rows there are, in the key's order, locked: key, columns, the parts of the key. */
    Sql lock(Given given) {
        return new Phrase()
                .say(
                        "WITH " + given.with() + "\nSELECT " + texts(rows.key()) + ", " + texts(rows.columns()) + ", "
                                + list() + "\nFROM " + item() + "\nWHERE " + given() + "\nORDER BY " + list()
                                + "\nFOR UPDATE OF " + ALIAS,
                        given.values().toArray())
                .sql();
    }

    /** Writes the images; returns one row: how many of the rows are still there, and how many are others than before. */
    Sql keep(Given given, List<Old> old, ApplySql.Owner owner) {
        return new Phrase()
                .say("WITH " + given.with() + ",\n", given.values().toArray())
                .say(
                        "oneoff_was (key, was) AS (SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[]))),\n",
                        Given.array(old.stream().map(Old::key).collect(Collectors.toList())),
                        Given.array(old.stream().map(Old::was).collect(Collectors.toList())))
                .say("oneoff_now (key, now) AS (SELECT " + texts(rows.key()) + ", " + texts(rows.columns()) + "\nFROM "
                        + item() + "\nWHERE " + given() + "),\n"
                        + "oneoff_both AS (SELECT n.key, w.was, n.now FROM oneoff_was AS w JOIN oneoff_now AS n ON n.key ="
                        + " w.key),\n"
                        + "oneoff_done AS (SELECT " + ApplySql.item("key", "was", "now")
                        + " AS item FROM oneoff_both WHERE was <> now),\n")
                .say(ApplySql.keeping(images), owner.values())
                .say("\nSELECT (SELECT count(*) FROM oneoff_both), (SELECT count(*) FROM oneoff_done)")
                .sql();
    }

    private String item() {
        return rows.table().quoted() + " AS " + ALIAS;
    }

    private String list() {
        return rows.key().stream().map(KeptRows::qualified).collect(Collectors.joining(", "));
    }

    private String given() {
        return "(" + list() + ") IN (SELECT * FROM oneoff_keys)";
    }

    private static String texts(List<Column> columns) {
        return ApplySql.texts(columns.stream().map(KeptRows::qualified));
    }

    private static String qualified(Column column) {
        return ALIAS + "." + column.name().quoted();
    }
}
