package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.dialect.Dialect;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan.Lock;
import dev.oneoff.sql.Identifier;
import java.util.List;

/** What the statements of a batch are written with, where engines differ. */
interface Spelling {

    /** Returns the one of an engine. */
    static Spelling of(Dialect dialect) {
        return dialect.embedded() ? new EmbeddedSpelling() : new ServerSpelling();
    }

    /** Returns what writes keys of these columns. */
    Keys keys(List<Column> columns);

    /**
     * Returns an expression as a text of which the same value can be made again.
     *
     * @param type of the expression
     */
    String text(String expression, String type);

    /** Returns a JSON array of texts as a text, null for NULL. */
    String array(List<String> texts);

    /** Returns how many bytes these texts have together, as an expression; one that is NULL has few. */
    String bytes(List<String> texts);

    /** Returns what locks the rows of a table that is called so. */
    String lock(Lock lock, Identifier alias);

    /** Returns what locks its rows but for those that somebody else has locked. */
    String pick(Identifier alias);

    /** Returns what changes the rows of a step. */
    Changing changing(BatchSql sql, String images);

    /**
     * Limits a transaction to what a batch of at most so many rows may take. One row cannot be made smaller: it may take as
     * long as it does; and it is found by its key, so that what cannot be computed then is of this row and no other.
     */
    void limit(Session session, int rows);

    /** Has the constraints looked at that may wait for the end of the transaction. */
    void settle(Session session);

    /** Returns the first rows that a SELECT finds, for people; none when it finds nothing. */
    List<String> found(Session session, String select, int limit);
}
