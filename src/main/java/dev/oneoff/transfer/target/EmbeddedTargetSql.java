package dev.oneoff.transfer.target;

/** Statements on {@code INFORMATION_SCHEMA} as H2 2.x has it. Lists of names come out with the character 31 between two. */
final class EmbeddedTargetSql {

    static final String RELATION = """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE t.TABLE_NAME = :name
              AND t.TABLE_SCHEMA = COALESCE(CAST(:schema AS VARCHAR), CURRENT_SCHEMA)""";

    static final String TABLES = """
            SELECT t.TABLE_NAME
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE t.TABLE_SCHEMA = CURRENT_SCHEMA
              AND t.TABLE_TYPE = 'BASE TABLE'
            ORDER BY t.TABLE_NAME""";

    static final String READABLE = """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE UPPER(t.TABLE_SCHEMA) NOT IN ('INFORMATION_SCHEMA', 'PG_CATALOG')""";

    static final String COLUMNS = """
            SELECT
                c.COLUMN_NAME,
                c.DOMAIN_SCHEMA,
                c.DOMAIN_NAME,
                DATA_TYPE_SQL(c.TABLE_SCHEMA, c.TABLE_NAME, 'TABLE', c.DTD_IDENTIFIER),
                c.IS_NULLABLE = 'NO',
                c.COLUMN_DEFAULT IS NOT NULL OR c.IS_IDENTITY = 'YES',
                c.IS_GENERATED = 'ALWAYS',
                COALESCE(c.IDENTITY_GENERATION = 'ALWAYS', FALSE),
                CASE WHEN UPPER(c.DATA_TYPE) IN ('CHARACTER', 'BINARY') THEN c.CHARACTER_MAXIMUM_LENGTH ELSE -1 END
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE c.TABLE_SCHEMA = :schema
              AND c.TABLE_NAME = :table
            ORDER BY c.ORDINAL_POSITION""";

    // An index that a constraint made goes by the constraint's name.
    static final String UNIQUES = """
            SELECT
                COALESCE(MAX(k.CONSTRAINT_NAME), i.INDEX_NAME),
                i.INDEX_TYPE_NAME = 'PRIMARY KEY',
                EVERY(c.IS_NULLABLE = 'NO'),
                LISTAGG(u.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.ORDINAL_POSITION)
            FROM INFORMATION_SCHEMA.INDEXES i
            JOIN INFORMATION_SCHEMA.INDEX_COLUMNS u
              ON u.INDEX_SCHEMA = i.INDEX_SCHEMA
             AND u.INDEX_NAME = i.INDEX_NAME
             AND u.TABLE_NAME = i.TABLE_NAME
             AND u.IS_UNIQUE
            JOIN INFORMATION_SCHEMA.COLUMNS c
              ON c.TABLE_SCHEMA = u.TABLE_SCHEMA
             AND c.TABLE_NAME = u.TABLE_NAME
             AND c.COLUMN_NAME = u.COLUMN_NAME
            LEFT JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
              ON k.INDEX_SCHEMA = i.INDEX_SCHEMA
             AND k.INDEX_NAME = i.INDEX_NAME
             AND k.TABLE_NAME = i.TABLE_NAME
             AND k.CONSTRAINT_TYPE IN ('PRIMARY KEY', 'UNIQUE')
            WHERE i.TABLE_SCHEMA = :schema
              AND i.TABLE_NAME = :table
            GROUP BY i.INDEX_NAME, i.INDEX_TYPE_NAME
            ORDER BY i.INDEX_TYPE_NAME, COUNT(*), 1""";

    static final String RULES = """
            SELECT
                k.CONSTRAINT_NAME,
                r.CHECK_CLAUSE,
                COALESCE(
                    (
                        SELECT LISTAGG(u.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.COLUMN_NAME)
                        FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE u
                        WHERE u.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
                          AND u.CONSTRAINT_NAME = k.CONSTRAINT_NAME),
                    '')
            FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
            JOIN INFORMATION_SCHEMA.CHECK_CONSTRAINTS r
              ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
             AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
            WHERE k.TABLE_SCHEMA = :schema
              AND k.TABLE_NAME = :table
            ORDER BY k.CONSTRAINT_NAME""";

    static final String REFERENCES = """
            SELECT
                r.CONSTRAINT_NAME,
                LISTAGG(u.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.ORDINAL_POSITION),
                o.TABLE_SCHEMA,
                o.TABLE_NAME,
                LISTAGG(o.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.ORDINAL_POSITION)
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE u
              ON u.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA
             AND u.CONSTRAINT_NAME = r.CONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE o
              ON o.CONSTRAINT_SCHEMA = r.UNIQUE_CONSTRAINT_SCHEMA
             AND o.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
             AND o.ORDINAL_POSITION = u.POSITION_IN_UNIQUE_CONSTRAINT
            WHERE u.TABLE_SCHEMA = :schema
              AND u.TABLE_NAME = :table
            GROUP BY r.CONSTRAINT_NAME, o.TABLE_SCHEMA, o.TABLE_NAME
            ORDER BY r.CONSTRAINT_NAME""";

    private EmbeddedTargetSql() {}
}
