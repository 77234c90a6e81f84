package dev.oneoff.datafix.store;

/** The statements of the store. {@code %1$s} is the schema, quoted, with its dot. */
final class FixSql {

    private static final String FIX_COLUMNS =
            "id, generation, checksum, script, why, state, began_at, changed_at, run_id, reason";

    static final String LATEST = """
            SELECT\s""" + FIX_COLUMNS + """

            FROM %1$soneoff_fix AS f
            WHERE generation = (SELECT max(generation) FROM %1$soneoff_fix AS g WHERE g.id = f.id)
            ORDER BY id""";

    static final String LATEST_OF = LATEST.replace("ORDER BY id", "  AND f.id = :id");

    static final String INSERT = """
            INSERT INTO %1$soneoff_fix (""" + FIX_COLUMNS + """
            )
            VALUES (:id, :generation, :checksum, :script, :why, :state, :began, :at, :run, NULL)""";

    static final String MOVE = """
            UPDATE %1$soneoff_fix
            SET state = :state, run_id = :run, reason = :reason, changed_at = :at
            WHERE id = :id AND generation = :generation AND state = :from AND run_id = :holder""";

    static final String BECAUSE = """
            UPDATE %1$soneoff_fix
            SET reason = :reason
            WHERE id = :id AND generation = :generation AND state = 'running' AND run_id = :run""";

    static final String HEARTBEAT = """
            SELECT max(lease_until)
            FROM %1$soneoff_fix_chunk
            WHERE fix_id = :id AND generation = :generation""";

    static final String INSERT_STEP = """
            INSERT INTO %1$soneoff_fix_step (fix_id, generation, step, form, target, key_columns, columns)
            VALUES (:id, :generation, :step, :form, :target, :keys, :columns)""";

    static final String STEPS = """
            SELECT step, form, target, key_columns, columns
            FROM %1$soneoff_fix_step
            WHERE fix_id = :id AND generation = :generation
            ORDER BY step""";

    static final String INSERT_CHUNK = """
            INSERT INTO %1$soneoff_fix_chunk (fix_id, generation, step, chunk, done, last_key, reached, fence, lease_until,
                holder, changed, unchanged, batches)
            VALUES (:id, :generation, :step, :chunk, FALSE, :last, :reached, 0, NULL, NULL, 0, 0, 0)""";

    /** Makes whoever else wants to add parts wait. */
    static final String LOCK = """
            SELECT 1
            FROM %1$soneoff_fix
            WHERE id = :id AND generation = :generation
            FOR UPDATE""";

    /**
     * Takes the first part that is free: nobody has had it, he has given it up or is gone, he is the one who asks, or his lease is over and his
     * session does nothing since. As a sub-select it would be asked, and lock a part, once for each row that is looked at.
     */
    static final String CLAIM_NEXT = """
            WITH oneoff_next AS MATERIALIZED (
                SELECT f.chunk
                FROM %1$soneoff_fix_chunk AS f
                WHERE f.fix_id = :id AND f.generation = :generation AND f.step = :step AND NOT f.done
                  AND (f.lease_until IS NULL OR f.holder = :run OR NOT EXISTS (
                        SELECT
                        FROM pg_catalog.pg_stat_activity AS a
                        WHERE a.application_name LIKE 'oneoff/' || f.holder || '/%'
                          AND (f.lease_until > clock_timestamp() OR a.state = 'active'
                            OR a.state_change > clock_timestamp() - INTERVAL '30' SECOND)))
                ORDER BY f.chunk
                LIMIT 1
                FOR UPDATE OF f SKIP LOCKED)
            UPDATE %1$soneoff_fix_chunk AS c
            SET fence = c.fence + 1, holder = :run, lease_until = clock_timestamp() + INTERVAL '30' SECOND
            FROM oneoff_next AS n
            WHERE c.fix_id = :id AND c.generation = :generation AND c.step = :step AND c.chunk = n.chunk
            RETURNING c.chunk, c.fence""";

    static final String CLAIM = """
            UPDATE %1$soneoff_fix_chunk
            SET fence = fence + 1, holder = :run, lease_until = clock_timestamp() + INTERVAL '30' SECOND
            WHERE fix_id = :id AND generation = :generation AND step = :step AND chunk = :chunk""";

    static final String CHUNKS = """
            SELECT step, chunk, done, fence, last_key, reached, batches
            FROM %1$soneoff_fix_chunk
            WHERE fix_id = :id AND generation = :generation
            ORDER BY step, chunk""";

    /**
     * A holder that does nothing: its lease is over, and its session waits for it since then. One whose statement takes
     * longer than the lease (a count, a verify query) is at work.
     */
    static final String FROZEN = """
            SELECT c.holder
            FROM %1$soneoff_fix_chunk AS c
            JOIN pg_catalog.pg_stat_activity AS a ON a.application_name LIKE 'oneoff/' || c.holder || '/%'
            WHERE c.fix_id = :id AND c.generation = :generation AND c.lease_until < clock_timestamp()
              AND a.state <> 'active' AND a.state_change < clock_timestamp() - INTERVAL '30' SECOND""";

    /** A holder at work: its lease is not over, or it is in a statement, or was a moment ago. */
    static final String ALIVE = """
            SELECT c.holder
            FROM %1$soneoff_fix_chunk AS c
            JOIN pg_catalog.pg_stat_activity AS a ON a.application_name LIKE 'oneoff/' || c.holder || '/%'
            WHERE c.fix_id = :id AND c.generation = :generation AND c.lease_until IS NOT NULL
              AND c.holder <> :run AND c.holder NOT LIKE :run || '/%'
              AND (c.lease_until > clock_timestamp() OR a.state = 'active'
                OR a.state_change > clock_timestamp() - INTERVAL '30' SECOND)""";

    static final String RELEASE = """
            UPDATE %1$soneoff_fix_chunk
            SET lease_until = NULL
            WHERE fix_id = :id AND generation = :generation AND (holder = :run OR holder LIKE :run || '/%')""";

    /** The one write that makes a batch count, or not: the fix must be running and the chunk still ours. */
    static final String ADVANCE = """
            WITH oneoff_going AS (
                SELECT 1
                FROM %1$soneoff_fix
                WHERE id = :id AND generation = :generation AND state = 'running'
                FOR SHARE)
            UPDATE %1$soneoff_fix_chunk
            SET reached = :reached, done = :done, changed = changed + :changed, unchanged = unchanged + :unchanged,
                batches = batches + :batches, lease_until = clock_timestamp() + INTERVAL '30' SECOND
            WHERE fix_id = :id AND generation = :generation AND step = :step AND chunk = :chunk AND fence = :fence
              AND EXISTS (SELECT FROM oneoff_going)""";

    static final String REJECT = """
            INSERT INTO %1$soneoff_fix_reject (fix_id, generation, step, row_key, sql_state, message, rejected_at)
            VALUES (:id, :generation, :step, :key, :sqlState, :message, :at)""";

    static final String FORGET_REJECTS = """
            DELETE FROM %1$soneoff_fix_reject
            WHERE fix_id = :id AND generation = :generation""";

    static final String REJECTS = """
            SELECT step, row_key, sql_state, message
            FROM %1$soneoff_fix_reject
            WHERE fix_id = :id AND generation = :generation
            ORDER BY step, row_key""";

    static final String RELEASE_ALL = """
            UPDATE %1$soneoff_fix_chunk
            SET lease_until = NULL
            WHERE fix_id = :id AND generation = :generation""";

    static final String CONFLICTS = """
            SELECT step, row_key, column_name, kind, found
            FROM %1$soneoff_fix_conflict
            WHERE fix_id = :id AND generation = :generation
            ORDER BY step, chunk, batch, part, place, column_number
            LIMIT :limit""";

    static final String COUNT_CONFLICTS = """
            SELECT count(*)
            FROM %1$soneoff_fix_conflict
            WHERE fix_id = :id AND generation = :generation""";

    static final String COUNTS = """
            SELECT coalesce(sum(changed), 0), coalesce(sum(unchanged), 0), coalesce(sum(batches), 0),
                (SELECT count(*) FROM %1$soneoff_fix_reject WHERE fix_id = :id AND generation = :generation)
            FROM %1$soneoff_fix_chunk
            WHERE fix_id = :id AND generation = :generation""";

    private FixSql() {}
}
