package dev.oneoff.transfer.undo;

/** The statements about imports that can be undone. {@code %1$s} is the schema, quoted, with its dot. */
final class UndoSql {

    static final String IMAGES = "%1$soneoff_import_image";

    static final String CONFLICTS = "%1$soneoff_import_conflict";

    static final String IMPORTS = "%1$soneoff_import";

    static final String INSERT = """
            INSERT INTO %1$soneoff_import (id, generation, state, run_id, file, sha256, target, mode, changed_at)
            VALUES (:id, :generation, :state, :id, :file, :sha256, :target, :mode, :at)""";

    /** On the embedded database, where each row is written by itself. */
    static final String INSERT_IMAGE = """
            INSERT INTO %1$soneoff_import_image (fix_id, generation, step, chunk, batch, part, row_count, content, written_at,
                reverted)
            VALUES (:id, :generation, :step, 0, 1, :part, :rows, :content, :at, FALSE)""";

    static final String INSERT_PART = """
            INSERT INTO %1$soneoff_import (id, generation, state, run_id, file, sha256, target, mode, changed_at)
            SELECT :run, generation, 'part', id, file, sha256, target, mode, :at
            FROM %1$soneoff_import
            WHERE id = :id AND generation = :generation""";

    static final String INSERT_STEP = """
            INSERT INTO %1$soneoff_import_step (import_id, generation, step, form, target, key_columns, columns, row_count)
            VALUES (:id, :generation, :step, :form, :target, :keys, :columns, :rows)""";

    static final String COUNT_STEP = """
            UPDATE %1$soneoff_import_step
            SET row_count = row_count + :rows
            WHERE import_id = :id AND generation = :generation AND step = :step""";

    /** The import of a run, which may be one that went on with it. */
    static final String FIND = """
            SELECT id, state, file, target
            FROM %1$soneoff_import
            WHERE generation = :generation
              AND id = coalesce(
                    (
                        SELECT p.run_id
                        FROM %1$soneoff_import AS p
                        WHERE p.id = :id AND p.generation = :generation AND p.state = 'part'),
                    :id)""";

    static final String STEPS = """
            SELECT step, form, target, key_columns, columns
            FROM %1$soneoff_import_step
            WHERE import_id = :id AND generation = :generation
            ORDER BY step""";

    static final String ROWS = """
            SELECT coalesce(sum(row_count), 0)
            FROM %1$soneoff_import_step
            WHERE import_id = :id AND generation = :generation""";

    static final String KEPT = """
            SELECT coalesce(sum(row_count), 0)
            FROM %1$soneoff_import_image
            WHERE fix_id = :id AND generation = :generation""";

    static final String MOVE = """
            UPDATE %1$soneoff_import
            SET state = :state, run_id = :run, changed_at = :at
            WHERE id = :id AND generation = :generation""";

    static final String TOUCH = """
            UPDATE %1$soneoff_import
            SET changed_at = :at
            WHERE id = :id AND generation = :generation""";

    /**
     * How far its file has come into the table is not true any more, whichever import of it came so far: it may have passed
     * the rows of this one. Rows without a key were inserted by whoever came so far.
     */
    static final String UNMARK = """
            UPDATE %1$soneoff_import_mark AS m
            SET state = 'undone', run_id = :run, changed_at = :at
            FROM %1$soneoff_import AS i
            WHERE i.id = :id
              AND i.generation = :generation
              AND m.target = i.target
              AND m.sha256 = i.sha256
              AND (
                    m.keyed
                    OR m.run_id = i.id
                    OR m.run_id IN (
                        SELECT p.id
                        FROM %1$soneoff_import AS p
                        WHERE p.run_id = i.id AND p.generation = :generation AND p.state = 'part'))""";

    static final String COUNT_CONFLICTS = """
            SELECT count(*), count(*) FILTER (WHERE kind NOT IN ('changed', 'taken'))
            FROM %1$soneoff_import_conflict
            WHERE fix_id = :id AND generation = :generation""";

    static final String FIRST_CONFLICTS = """
            SELECT row_key, column_name, kind, found
            FROM %1$soneoff_import_conflict
            WHERE fix_id = :id AND generation = :generation
            ORDER BY step, batch, part, place, column_number
            LIMIT :limit""";

    /** The columns of a table; none of one that is gone. */
    static final String COLUMNS = """
            SELECT CAST(a.attname AS text)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
              AND NOT a.attisdropped""";

    static final String EMBEDDED_COLUMNS = """
            SELECT c.COLUMN_NAME
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table""";

    /** Whether a foreign key of a table, of its partitions or of what it is a partition of leads to one of these. */
    static final String OWN_REFERENCES = """
            WITH oneoff_family AS (
                SELECT CAST(pg_catalog.to_regclass(:table) AS oid) AS relid
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(:table)) p
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_ancestors(pg_catalog.to_regclass(:table)) p)
            SELECT count(*) > 0
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f'
              AND k.conrelid IN (SELECT relid FROM oneoff_family)
              AND k.confrelid IN (SELECT relid FROM oneoff_family)""";

    /** All parts of each step of a batch as one. {@code %s} is the table of images. */
    static final String JOINED = """
            SELECT fix_id, generation, step, chunk, batch, 0 AS part, sum(row_count) AS row_count,
                '[' || string_agg(substr(content, 2, length(content) - 2), ', ' ORDER BY part) || ']' AS content,
                min(written_at) AS written_at, FALSE AS reverted
            FROM %s AS oneoff_parts
            WHERE fix_id = :id AND generation = :generation
            GROUP BY fix_id, generation, step, chunk, batch
            HAVING NOT bool_and(reverted)""";

    /** The table of images with those open again that left conflicts. */
    static final String REOPENED = """
            SELECT i.fix_id, i.generation, i.step, i.chunk, i.batch, i.part, i.row_count, i.content, i.written_at,
                i.reverted AND NOT EXISTS (
                    SELECT
                    FROM %1$soneoff_import_conflict AS c
                    WHERE c.fix_id = i.fix_id
                      AND c.generation = i.generation
                      AND c.step = i.step
                      AND c.chunk = i.chunk
                      AND c.batch = i.batch
                      AND c.part = i.part) AS reverted
            FROM %1$soneoff_import_image AS i""";

    static final String BYTES = """
            SELECT coalesce(max(bytes), 0)
            FROM (
                SELECT sum(CAST(octet_length(content) AS bigint)) AS bytes
                FROM %1$soneoff_import_image
                WHERE fix_id = :id AND generation = :generation
                GROUP BY step, batch) AS oneoff_steps""";

    static final String MARK_ALL = """
            UPDATE %1$soneoff_import_image
            SET reverted = TRUE
            WHERE fix_id = :id AND generation = :generation""";

    /** PostgreSQL 14 and later: whether images are compressed in the slower way, and may be in the faster one. */
    static final String SLOW = """
            SELECT count(*) > 0
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            WHERE a.attrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
              AND a.attname = 'content'
              AND a.attcompression = ''
              AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
              AND EXISTS (
                    SELECT
                    FROM pg_catalog.pg_settings s
                    WHERE s.name = 'default_toast_compression'
                      AND s.setting <> 'lz4'
                      AND 'lz4' = ANY (s.enumvals))""";

    private UndoSql() {}
}
