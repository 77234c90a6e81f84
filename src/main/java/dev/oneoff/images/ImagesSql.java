package dev.oneoff.images;

/** Statements on the table of images. {@code %s} is its quoted name. */
final class ImagesSql {

    /**
     * The last one before another, by the time they were written: whoever changed a row after another batch waited for its
     * lock. Batches of several statements and several sessions take turns, so their numbers do not tell.
     */
    static final String BEFORE = """
            SELECT written_at, step, chunk, batch, part, row_count
            FROM %s AS oneoff_images
            WHERE fix_id = :id
              AND generation = :generation
              AND (written_at < :at OR (written_at = :at AND (step, chunk, batch, part) < (:step, :chunk, :batch, :part)))
              AND NOT reverted
            ORDER BY written_at DESC, step DESC, chunk DESC, batch DESC, part DESC
            LIMIT 1""";

    /** Which images hold one row, written one after the other. {@code :steps} is an array as text. */
    static final String SHARED = """
            SELECT DISTINCT numbers
            FROM (
                SELECT string_agg(concat_ws('/', i.step, i.chunk, i.batch, i.part), ' '
                        ORDER BY i.written_at, i.step, i.chunk, i.batch, i.part) AS numbers
                FROM %s AS i
                CROSS JOIN LATERAL json_array_elements(CAST(i.content AS json)) AS e (item)
                WHERE i.fix_id = :id
                  AND i.generation = :generation
                  AND i.step = ANY (CAST(:steps AS int[]))
                  AND NOT i.reverted
                GROUP BY CAST(e.item -> 0 AS text)
                HAVING count(*) > 1) AS oneoff_shared""";

    static final String KEPT = """
            SELECT coalesce(sum(row_count), 0), count(*) FILTER (WHERE NOT reverted)
            FROM %s AS oneoff_images
            WHERE fix_id = :id
              AND generation = :generation""";

    static final String REOPEN = """
            UPDATE %s AS i
            SET reverted = FALSE
            WHERE fix_id = :id
              AND generation = :generation
              AND reverted
              AND EXISTS (
                    SELECT
                    FROM %s AS c
                    WHERE c.fix_id = i.fix_id
                      AND c.generation = i.generation
                      AND c.step = i.step
                      AND c.chunk = i.chunk
                      AND c.batch = i.batch
                      AND c.part = i.part)""";

    /** The one write that makes it count, or not: the owner must be reverting, by this run, and this not done before. */
    static final String MARK = """
            WITH oneoff_going AS (
                SELECT 1
                FROM %2$s
                WHERE id = :id
                  AND generation = :generation
                  AND state = 'reverting'
                  AND run_id = :run
                FOR SHARE)
            UPDATE %1$s
            SET reverted = TRUE
            WHERE fix_id = :id
              AND generation = :generation
              AND step = :step
              AND chunk = :chunk
              AND batch = :batch
              AND part = :part
              AND NOT reverted
              AND EXISTS (SELECT FROM oneoff_going)""";

    /** Conflicts of an earlier run over the same image, which this one did away with. */
    static final String SETTLE = """
            DELETE FROM %s
            WHERE fix_id = :id
              AND generation = :generation
              AND step = :step
              AND chunk = :chunk
              AND batch = :batch
              AND part = :part
              AND run_id <> :run""";

    /** What images were written under, whatever the session has. */
    static final String PINNED = """
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 3;
            SET LOCAL array_nulls = on;
            SET LOCAL xmloption = content;
            SET LOCAL row_security = off""";

    private ImagesSql() {}
}
