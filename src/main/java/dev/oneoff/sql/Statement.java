package dev.oneoff.sql;

import java.util.List;
import java.util.Optional;

/**
 * One SQL statement of a script.
 *
 * @param text from its first token to its last: without the semicolon that ends it, without the comments and blanks before
 *     and after. Comments inside stay, and so does an optimizer hint (a block comment that begins with a plus sign)
 *     before the first keyword. Line ends are as in the script
 * @param start where the text begins in the script
 */
public record Statement(String text, Position start) {

    public Statement {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a statement is not blank");
        }
    }

    /** Returns the tokens of the text; their positions are those in the script. */
    public List<Token> tokens() {
        return Tokens.of(text, start);
    }

    /** Returns whether the statement begins with these keywords, in any case; comments between them do not matter. */
    public boolean startsWith(String... keywords) {
        return new Words(tokens()).takeAll(keywords);
    }

    /**
     * Returns whether this statement itself begins or ends a transaction: BEGIN, START TRANSACTION, COMMIT, END, ABORT,
     * ROLLBACK (not ROLLBACK TO SAVEPOINT), PREPARE TRANSACTION, COMMIT PREPARED, ROLLBACK PREPARED, and SET AUTOCOMMIT of
     * H2. What a procedure called here does is not seen.
     */
    public boolean controlsTransaction() {
        return TransactionControl.isIn(tokens());
    }

    /** Returns whether it frees all advisory locks of its session: pg_advisory_unlock_all(), also in a DO block, or DISCARD ALL. */
    public boolean freesAllLocks() {
        return SessionReset.isIn(tokens());
    }

    /** Returns whether this is COPY … FROM STDIN, which no driver runs as a plain statement. */
    public boolean isCopyFromStdin() {
        return CopyFromStdin.isIn(tokens());
    }

    /**
     * Returns whether it may run once more when nobody knows whether it ran: VACUUM, ANALYZE, REINDEX, CLUSTER, CHECKPOINT,
     * REFRESH MATERIALIZED VIEW, SET (not SET ROLE, after which other statements mean something else), RESET, SHOW, CREATE
     * INDEX CONCURRENTLY of a named index, DROP INDEX CONCURRENTLY IF EXISTS, ALTER TYPE … ADD VALUE IF NOT EXISTS.
     */
    public boolean isRepeatable() {
        return Repeatable.isIn(tokens());
    }

    /** Returns what CREATE INDEX, DROP INDEX or REINDEX does CONCURRENTLY; empty for every other statement. */
    public Optional<ConcurrentIndex> concurrentIndex() {
        return ConcurrentIndexReader.read(tokens());
    }
}
