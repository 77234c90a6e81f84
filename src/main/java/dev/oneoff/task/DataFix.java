package dev.oneoff.task;

import java.util.Optional;

/**
 * A data fix that is written in Java, for what SQL cannot say. A class of the application, public, with a public
 * constructor without parameters, named in {@code META-INF/services/dev.oneoff.task.DataFix}; oneoff finds it on
 * {@code ONEOFF_CLASSPATH}, or in the application's own class path where the application starts oneoff.
 *
 * <pre>{@code
 * public final class HashOldTokens implements DataFix {
 *     @Override
 *     public String id() {
 *         return "20261120_1015_hash_old_tokens";
 *     }
 *
 *     @Override
 *     public String script() {
 *         return """
 *                 -- fix:    Tokens were stored as they are
 *                 -- ticket: SHOP-151
 *                 -- on_error: quarantine 10
 *                 -- find
 *                 SELECT id FROM token WHERE hash IS NULL
 *                 -- verify
 *                 SELECT id FROM token WHERE hash IS NULL
 *                 """;
 *     }
 *
 *     @Override
 *     public void fix(FixBatch batch) throws Exception {
 *         try (PreparedStatement update = batch.connection()
 *                 .prepareStatement("UPDATE token SET hash = ?, plain = NULL WHERE id = ?")) {
 *             for (Long id : batch.keys(Long.class)) {
 *                 update.setString(1, Hashes.of(id));
 *                 update.setLong(2, id);
 *                 update.executeUpdate();
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The keys are chosen once, before the first batch. A batch is one transaction: what {@link #fix} writes on the batch's
 * connection and the mark that its keys are done are committed together, or not at all. So the database sees each key done
 * exactly once, whatever is killed in between; but {@code fix} itself may be called again for the same keys: when the batch
 * was rolled back because of a deadlock, a lost connection, a kill, or because it is tried again in smaller ones to find the
 * key that fails. What it does outside the database happens again then; a fix that does such things says
 * {@code -- effects: external}, gets one key at a time, and has to be written so that twice is no harm.
 */
public interface DataFix {

    /**
     * Returns its id: what a file in {@code datafixes/} would be called, without {@code .sql}. Fixes are applied in the order
     * of their ids, classes and files alike.
     *
     * @return letters, digits, {@code _}, {@code -} and dots
     */
    String id();

    /**
     * Returns what a file would begin with: the comment block with the keys, a section {@code -- find} with a SELECT of
     * the keys, and, where wanted, {@code -- verify} and {@code -- check}. No statement that changes anything. It is kept in
     * the ledger; it and the name of the class are what may not change half-way.
     */
    String script();

    /**
     * Returns the table whose rows the class changes, with its schema where the search path does not lead there; then
     * {@code -- find} selects the columns of its primary key, in that key's order. The rows of a batch are locked before
     * {@link #fix} is called, keys without a row are left out, and the old and new values of these rows are kept, so that
     * {@code datafix revert} puts them back. What is changed elsewhere is not kept. Without a table the fix cannot be
     * reverted.
     */
    default Optional<String> table() {
        return Optional.empty();
    }

    /**
     * Changes what belongs to the keys of a batch. Called on one thread for each session, on one instance for all: with
     * {@code --workers} several calls run at a time, so it keeps nothing between two calls. To be over in seconds: a
     * transaction that does nothing for 30 s is ended by the server.
     *
     * @throws Exception when a key cannot be done: the batch is rolled back and tried again in halves down to the one key
     *     that fails, which is set aside or ends the run; its message is kept and shown, so no secrets in it
     */
    void fix(FixBatch batch) throws Exception;
}
