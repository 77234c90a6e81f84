package dev.oneoff.datafix.engine;

import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.StepPlan;
import dev.oneoff.datafix.plan.Walk;
import dev.oneoff.datafix.statement.Change;
import dev.oneoff.datafix.statement.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements of one step on PostgreSQL. The user's condition is kept whole, in brackets that a comment at its end cannot
 * swallow.
 *
 * @param change the user's statement, bound
 */
record BatchSql(StepPlan plan, Change change) {

    /** Returns the last key there is; no row when the table is empty. */
    Sql lastKey() {
        Walk walk = plan.walk();
        return new Phrase()
                .say("SELECT " + texts() + "\nFROM " + walk.item() + "\nORDER BY " + ordered(" DESC") + "\nLIMIT 1")
                .sql();
    }

    /** Returns the key that so many rows later ends a window; no row when the end comes sooner. */
    Sql windowEnd(Optional<List<String>> after, List<String> last, long span) {
        Phrase phrase =
                new Phrase().say("SELECT " + texts() + "\nFROM " + plan.walk().item() + "\nWHERE ");
        within(phrase, new Window(after, last, true));
        return phrase.say("\nORDER BY " + ordered("") + "\nOFFSET ? LIMIT 1", span - 1)
                .sql();
    }

    /** Returns the wrong rows of a window in the key's order, locked. */
    Sql lockWrong(Window window, int limit, List<List<String>> rejected) {
        Phrase phrase = wrong(texts());
        phrase.say(" AND ");
        within(phrase, window);
        but(phrase, rejected);
        return phrase.say(
                        "\nORDER BY " + ordered("") + "\nLIMIT ?\nFOR " + lock() + " OF "
                                + plan.walk().alias().quoted(),
                        limit)
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
                        "\nORDER BY " + ordered("") + "\nLIMIT ?\nFOR UPDATE OF "
                                + plan.walk().alias().quoted() + " SKIP LOCKED",
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
        phrase.say("\n  AND " + keys().among(plan.walk().keyList()), keys().arrays(keys));
        return phrase.say("\nLIMIT 1").sql();
    }

    /**
     * Returns the settings of a batch of at most so many rows. One row cannot be made smaller: it may take as long as it does;
     * and it is found by its key, so that what cannot be computed then is of this row and no other.
     */
    static String settings(int limit) {
        return limit > 1
                ? "SET LOCAL statement_timeout = '10s'"
                : "SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = off;"
                        + " SET LOCAL plan_cache_mode = force_custom_plan";
    }

    Keys keys() {
        return new Keys(plan.walk().key());
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
        window.after().ifPresent(after -> phrase.say(key + " > " + keys().row() + " AND ", after.toArray()));
        phrase.say(key + " <= " + keys().row(), window.upTo().toArray());
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
                .map(column -> alias + "." + column.name().quoted() + "::text")
                .collect(Collectors.joining(", "));
    }

    /** Returns the key as an ORDER BY has it. */
    String ordered(String direction) {
        String alias = plan.walk().alias().quoted();
        return plan.walk().key().stream()
                .map(column -> alias + "." + column.name().quoted() + direction)
                .collect(Collectors.joining(", "));
    }

    private String lock() {
        return switch (plan.lock()) {
            case UPDATE -> "UPDATE";
            case NO_KEY_UPDATE -> "NO KEY UPDATE";
            case SHARE -> "SHARE";
        };
    }
}
