package dev.oneoff.datafix.store;

/** Those statements of the store that H2 has in other words. {@code %1$s} is the schema, quoted, with its dot. */
final class EmbeddedFixSql {

    static final String CLAIM = FixSql.CLAIM.replace("clock_timestamp()", "CURRENT_TIMESTAMP");

    /** Locks the row of a fix that is running. */
    static final String GOING = """
            SELECT 1
            FROM %1$soneoff_fix
            WHERE id = :id AND generation = :generation AND state = 'running'
            FOR UPDATE""";

    /** After {@link #GOING}: the one write that makes a batch count, or not, while the chunk is still ours. */
    static final String ADVANCE = """
            UPDATE %1$soneoff_fix_chunk
            SET reached = :reached, done = :done, changed = changed + :changed, unchanged = unchanged + :unchanged,
                batches = batches + :batches, lease_until = CURRENT_TIMESTAMP + INTERVAL '30' SECOND
            WHERE fix_id = :id AND generation = :generation AND step = :step AND chunk = :chunk AND fence = :fence""";

    private EmbeddedFixSql() {}
}
