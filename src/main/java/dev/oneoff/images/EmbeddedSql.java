package dev.oneoff.images;

/** Statements of H2's. {@code %s} is the quoted name of a table of ours. */
final class EmbeddedSql {

    /** Locks the owner, if it is being reverted by this run. */
    static final String GOING = """
            SELECT 1
            FROM %s
            WHERE id = :id
              AND generation = :generation
              AND state = 'reverting'
              AND run_id = :run
            FOR UPDATE""";

    private static final String ONE = """
            WHERE fix_id = :id
              AND generation = :generation
              AND step = :step
              AND chunk = :chunk
              AND batch = :batch
              AND part = :part""";

    /** After {@link #GOING}: the one write that makes it count, or not. */
    static final String MARK = """
            UPDATE %s
            SET reverted = TRUE
            """ + ONE + "\n  AND NOT reverted";

    static final String CONTENT = """
            SELECT content
            FROM %s
            """ + ONE;

    /** The numbers of those that are left, as they were written. */
    static final String LEFT = """
            SELECT step, chunk, batch, part
            FROM %s
            WHERE fix_id = :id
              AND generation = :generation
              AND step IN (SELECT * FROM UNNEST(CAST(:steps AS INTEGER ARRAY)))
              AND NOT reverted
            ORDER BY written_at, step, chunk, batch, part""";

    static final String OPEN = """
            SELECT place, column_number
            FROM %s
            """ + ONE;

    static final String FORGET = """
            DELETE FROM %s
            """ + ONE;

    static final String TELL = """
            INSERT INTO %s (fix_id, generation, step, chunk, batch, part, place, column_number, column_name, row_key, kind,
                found, run_id)
            VALUES (:id, :generation, :step, :chunk, :batch, :part, :place, :number, :name, :key, :kind, :found, :run)""";

    static final String FIXED = """
            SELECT c.COLUMN_NAME
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table
              AND c.IDENTITY_GENERATION = 'ALWAYS'""";

    static final String DEPENDENTS = """
            SELECT 'EXISTS (SELECT 1 FROM ' || QUOTE_IDENT(d.TABLE_SCHEMA) || '.' || QUOTE_IDENT(d.TABLE_NAME)
                || ' AS oneoff_d WHERE '
                || LISTAGG('oneoff_d.' || QUOTE_IDENT(d.COLUMN_NAME) || ' = oneoff_t.' || QUOTE_IDENT(t.COLUMN_NAME), ' AND ')
                    WITHIN GROUP (ORDER BY d.ORDINAL_POSITION)
                || CASE
                    WHEN d.TABLE_SCHEMA = t.TABLE_SCHEMA AND d.TABLE_NAME = t.TABLE_NAME
                    THEN ' AND oneoff_d._ROWID_ <> oneoff_t._ROWID_'
                    ELSE ''
                END
                || ')'
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE d
              ON d.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA
             AND d.CONSTRAINT_NAME = r.CONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE t
              ON t.CONSTRAINT_SCHEMA = r.UNIQUE_CONSTRAINT_SCHEMA
             AND t.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
             AND t.ORDINAL_POSITION = d.POSITION_IN_UNIQUE_CONSTRAINT
            WHERE r.DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
              AND QUOTE_IDENT(t.TABLE_SCHEMA) || '.' || QUOTE_IDENT(t.TABLE_NAME) = :table
            GROUP BY r.CONSTRAINT_SCHEMA, r.CONSTRAINT_NAME, d.TABLE_SCHEMA, d.TABLE_NAME, t.TABLE_SCHEMA, t.TABLE_NAME
            ORDER BY r.CONSTRAINT_SCHEMA, r.CONSTRAINT_NAME""";

    private EmbeddedSql() {}
}
