package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Expected;
import dev.oneoff.datafix.plan.Joined;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.plan.Walk;
import dev.oneoff.datafix.plan.Work;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements of one step. The user's condition is kept whole, in brackets that a comment at its end cannot
 * swallow.
 *
 * @param change the user's statement, bound
 */
record BatchSql(StepPlan plan, Change change, Spelling spelling) {

    /** Returns the last key there is; no row when the table is empty. */
    Sql lastKey() {
        Walk walk = plan.walk();
        return new Phrase()
                .say("SELECT " + texts() + "\nFROM " + walk.item() + "\nORDER BY " + ordered(" DESC") + "\nLIMIT 1")
                .sql();
    }

    /** Returns how many rows the table that is walked along has. */
    Sql countAll() {
        return new Phrase().say("SELECT count(*)\nFROM " + plan.walk().item()).sql();
    }

    /** Returns the key that so many rows later ends a window; no row when the end comes sooner. */
    Sql windowEnd(Optional<List<String>> after, List<String> last, long span) {
        Phrase phrase =
                new Phrase().say("SELECT " + texts() + "\nFROM " + plan.walk().item() + "\nWHERE ");
        within(phrase, new Window(after, last, true));
        return phrase.say("\nORDER BY " + ordered("") + "\nLIMIT 1 OFFSET ?", span - 1)
                .sql();
    }

    /** Returns the wrong rows of a window in the key's order, locked. */
    Sql lockWrong(Window window, int limit, List<List<String>> rejected) {
        Phrase phrase = wrong(texts());
        phrase.say(" AND ");
        within(phrase, window);
        but(phrase, rejected);
        return phrase.say(
                        "\nORDER BY " + ordered("") + "\nLIMIT ?\n"
                                + spelling.lock(plan.lock(), plan.walk().alias()),
                        limit)
                .sql();
    }

    /** Returns the rows that the statement would change for these keys or rows, in the key's order, locked. */
    Sql lockGiven(Given given) {
        Phrase phrase = given.before();
        phrase.say(wrongText(texts()) + "\nORDER BY " + ordered(""));
        return phrase.say("\n" + spelling.lock(plan.lock(), plan.walk().alias()))
                .sql();
    }

    /** Returns the places of rows of the file that expect something else of the changed table, and how many there are. */
    Sql unexpected(Given given, Joined joined, Expected expected, int limit) {
        String found =
                plan.walk().alias().quoted() + "." + expected.column().name().quoted() + "::text COLLATE \"C\"";
        String wanted = "CAST(" + joined.rows().quoted() + "." + expected.file().quoted() + " AS "
                + expected.column().type() + ")::text COLLATE \"C\"";
        String place = joined.rows().quoted() + "." + Work.PLACE_COLUMN.name().quoted();
        return places(
                given,
                "SELECT DISTINCT " + place + joinedText() + " AND " + found + " IS DISTINCT FROM " + wanted,
                limit);
    }

    /** Returns the places of rows of the file for which the statement finds no row to change, and how many there are. */
    Sql missing(Given given, Joined joined, int limit) {
        String place = Work.PLACE_COLUMN.name().quoted();
        return places(
                given,
                "SELECT oneoff_r." + place + " FROM " + Work.ROWS_TABLE.quoted()
                        + " AS oneoff_r WHERE NOT EXISTS (SELECT" + joinedText() + " AND "
                        + joined.rows().quoted() + "." + place + " = oneoff_r." + place + ")",
                limit);
    }

    private static Sql places(Given given, String select, int limit) {
        return given.before()
                .say(
                        "SELECT place, count(*) OVER ()\nFROM (" + select + ") AS oneoff_f (place)\nORDER BY place"
                                + "\nLIMIT ?",
                        limit)
                .sql();
    }

    private String joinedText() {
        return "\nFROM " + plan.walk().item()
                + change.others().map(others -> ", " + others.text()).orElse("") + "\nWHERE ("
                + change.condition().text() + "\n)";
    }

    /** Returns a row that several of these rows lead to. Materialised: planned for the first one found, it takes hours. */
    Sql several(Given given) {
        return given.before()
                .say("SELECT *\nFROM (WITH oneoff_several AS MATERIALIZED (\nSELECT " + texts() + joinedText()
                        + "\nGROUP BY " + plan.walk().keyList()
                        + "\nHAVING count(*) > 1) SELECT * FROM oneoff_several) AS oneoff_s\nLIMIT 1")
                .sql();
    }

    /** Returns how many rows the statement would change for these keys or rows. */
    Sql countGiven(Given given) {
        return given.before()
                .say("SELECT count(*)\nFROM (" + wrongText("1") + ") AS oneoff_wrong")
                .sql();
    }

    /** Says whether a row may come several times: the driver of an INSERT, when it matches several others. */
    boolean repeats() {
        return change.form() == Change.Form.INSERT;
    }

    /** Returns the first wrong rows in the key's order, locked, without those that somebody else has locked. */
    Sql pickWrong(int limit) {
        return wrong(texts())
                .say(
                        "\nORDER BY " + ordered("") + "\nLIMIT ?\n"
                                + spelling.pick(plan.walk().alias()),
                        limit)
                .sql();
    }

    /**
     * Returns how many rows are wrong.
     *
     * @param limit counts no further; with one the server plans for finding some soon, and none is what it mostly finds
     */
    Sql countWrong(long limit, List<List<String>> rejected) {
        Phrase phrase = new Phrase().say("SELECT count(*)\nFROM (");
        phrase.say(wrongText("1"));
        but(phrase, rejected);
        if (limit < Long.MAX_VALUE) {
            phrase.say("\nLIMIT ?", limit);
        }
        return phrase.say(") AS oneoff_wrong").sql();
    }

    /** Returns those of the keys whose rows are still wrong. */
    Sql stillWrong(List<List<String>> keys) {
        Phrase phrase = wrong(texts());
        phrase.say("\n  AND " + inKeys(), keys().listed(keys));
        return phrase.say("\nLIMIT 1").sql();
    }

    /** Returns the condition that a row is one of those of {@link Keys#listed}. */
    String inKeys() {
        String first = plan.walk().alias().quoted() + "."
                + plan.walk().key().get(0).name().quoted();
        return keys().in(first, plan.walk().keyList());
    }

    Keys keys() {
        return spelling.keys(plan.walk().key());
    }

    private Phrase wrong(String list) {
        return new Phrase().say(wrongText(list));
    }

    /** Returns the SELECT of the wrong rows, without values and open at its end. */
    String wrongText(String list) {
        String condition = "(" + change.condition().text() + "\n)";
        return switch (change.form()) {
            case UPDATE, DELETE ->
                "SELECT " + list + "\nFROM " + plan.walk().item() + "\nWHERE "
                        + change.others()
                                .map(others -> "EXISTS (SELECT FROM " + others.text() + "\nWHERE " + condition + ")")
                                .orElse(condition);
            case INSERT ->
                "SELECT " + list + "\nFROM " + change.others().map(Span::text).orElseThrow() + "\nWHERE " + condition;
        };
    }

    private void within(Phrase phrase, Window window) {
        String key = "(" + plan.walk().keyList() + ")";
        window.after().ifPresent(after -> phrase.say(key + " > " + keys().row() + " AND ", keys().values(after)));
        phrase.say(key + " <= " + keys().row(), keys().values(window.upTo()));
    }

    private void but(Phrase phrase, List<List<String>> rejected) {
        if (!rejected.isEmpty()) {
            phrase.say(
                    "\n  AND (" + plan.walk().keyList() + ") NOT IN (SELECT * FROM " + keys().unnested() + ")",
                    keys().arrays(rejected));
        }
    }

    /** Returns the parts of the key as texts. */
    String texts() {
        String alias = plan.walk().alias().quoted();
        return plan.walk().key().stream()
                .map(column -> spelling.text(alias + "." + column.name().quoted(), column.type()))
                .collect(Collectors.joining(", "));
    }

    /** Returns the key as an ORDER BY has it. */
    String ordered(String direction) {
        String alias = plan.walk().alias().quoted();
        return plan.walk().key().stream()
                .map(column -> alias + "." + column.name().quoted() + direction)
                .collect(Collectors.joining(", "));
    }
}
