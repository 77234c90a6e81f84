package dev.oneoff.datafix.statement;

import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A statement that changes rows, taken apart.
 *
 * @param form what it does
 * @param statement the user's own words
 * @param table what it changes
 * @param columns the columns it sets, in its order; for INSERT those it names, for DELETE none
 * @param assignments the text after SET, or the select list of an INSERT; empty for DELETE
 * @param others the items after FROM or USING without the driver of an INSERT; empty when there are none
 * @param driver the table an INSERT … SELECT walks along
 * @param condition the text after WHERE
 * @param tail what an INSERT says after its condition, ON CONFLICT DO NOTHING; empty when nothing
 */
public record Change(
        Form form,
        Statement statement,
        Table table,
        List<Identifier> columns,
        Optional<Span> assignments,
        Optional<Span> others,
        Optional<Table> driver,
        Span condition,
        Optional<Span> tail) {

    /** What a statement does to the rows. */
    public enum Form {
        /** UPDATE. */
        UPDATE,
        /** DELETE. */
        DELETE,
        /** INSERT … SELECT. */
        INSERT
    }

    public Change {
        columns = List.copyOf(columns);
    }

    /** Returns the table whose rows are walked along: the changed one, or the driver of an INSERT. */
    public Table walked() {
        return driver.orElse(table);
    }

    /** Says whether its words name a table beside the changed one: in FROM or USING, or in a sub-select. */
    public boolean readsOthers() {
        return others.isPresent()
                || statement.tokens().stream().anyMatch(token -> token.isWord("SELECT") || token.isWord("TABLE"));
    }

    /** Returns the statement with one more condition, which the user's own cannot swallow. */
    public String restricted(String extra) {
        String text = statement.text();
        return text.substring(0, condition.from()) + "(" + condition.text() + "\n) AND " + extra
                + text.substring(condition.to());
    }

    /** Returns an UPDATE with one more item of FROM, and one more condition. */
    public String joined(String item, String extra) {
        int at = others.orElseGet(() -> assignments.orElseThrow()).to();
        String text = restricted(extra);
        return text.substring(0, at) + (others.isPresent() ? "\n, " : "\nFROM ") + item + "\n" + text.substring(at);
    }

    /** Returns the values after SET, in its order; empty where they are no list of values: DEFAULT, (a, b) = …. */
    public Optional<List<String>> values() {
        return Assignments.values(assignments.orElseThrow());
    }
}
