package dev.oneoff.datafix.plan;

/** Statements on {@code INFORMATION_SCHEMA} as H2 2.x has it. Lists of names come out with the character 31 between two. */
final class InformationSchemaSql {

    static final String RELATION = """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, t.STORAGE_TYPE
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE t.TABLE_NAME = :name
              AND t.TABLE_SCHEMA = COALESCE(CAST(:schema AS VARCHAR), CURRENT_SCHEMA)""";

    static final String TABLES = """
            SELECT t.TABLE_NAME
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE t.TABLE_SCHEMA = CURRENT_SCHEMA
              AND t.TABLE_TYPE = 'BASE TABLE'
            ORDER BY t.TABLE_NAME""";

    static final String COLUMNS = """
            SELECT
                c.COLUMN_NAME,
                DATA_TYPE_SQL(c.TABLE_SCHEMA, c.TABLE_NAME, 'TABLE', c.DTD_IDENTIFIER),
                c.IS_GENERATED = 'ALWAYS',
                c.IS_NULLABLE = 'NO'
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE c.TABLE_SCHEMA = :schema
              AND c.TABLE_NAME = :table
            ORDER BY c.ORDINAL_POSITION""";

    static final String UNIQUES = """
            SELECT
                k.CONSTRAINT_NAME,
                k.CONSTRAINT_TYPE = 'PRIMARY KEY',
                LISTAGG(u.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.ORDINAL_POSITION)
            FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE u
              ON u.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
             AND u.CONSTRAINT_NAME = k.CONSTRAINT_NAME
            WHERE k.TABLE_SCHEMA = :schema
              AND k.TABLE_NAME = :table
              AND k.CONSTRAINT_TYPE IN ('PRIMARY KEY', 'UNIQUE')
            GROUP BY k.CONSTRAINT_NAME, k.CONSTRAINT_TYPE
            ORDER BY k.CONSTRAINT_TYPE, COUNT(*), k.CONSTRAINT_NAME""";

    static final String UNIQUE_COLUMNS = """
            SELECT DISTINCT c.COLUMN_NAME
            FROM INFORMATION_SCHEMA.INDEX_COLUMNS c
            WHERE c.TABLE_SCHEMA = :schema
              AND c.TABLE_NAME = :table
              AND c.IS_UNIQUE""";

    private static final String FOREIGN_KEYS = """
            SELECT
                r.CONSTRAINT_NAME,
                o.TABLE_SCHEMA || '.' || o.TABLE_NAME,
                LISTAGG(u.COLUMN_NAME, CHAR(31)) WITHIN GROUP (ORDER BY u.ORDINAL_POSITION),
                r.DELETE_RULE,
                r.UPDATE_RULE
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE u
              ON u.CONSTRAINT_SCHEMA = r.%1$sCONSTRAINT_SCHEMA
             AND u.CONSTRAINT_NAME = r.%1$sCONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS o
              ON o.CONSTRAINT_SCHEMA = r.%2$sCONSTRAINT_SCHEMA
             AND o.CONSTRAINT_NAME = r.%2$sCONSTRAINT_NAME
            WHERE u.TABLE_SCHEMA = :schema
              AND u.TABLE_NAME = :table
            GROUP BY r.CONSTRAINT_NAME, o.TABLE_SCHEMA, o.TABLE_NAME, r.DELETE_RULE, r.UPDATE_RULE
            ORDER BY r.CONSTRAINT_NAME""";

    static final String REFERENCING = FOREIGN_KEYS.formatted("UNIQUE_", "");

    static final String REFERENCED = FOREIGN_KEYS.formatted("", "UNIQUE_");

    static final String TRIGGERS = """
            SELECT t.TRIGGER_NAME || ', ' || t.ACTION_TIMING || ' ' || CAST(:event AS VARCHAR)
                || CASE t.ACTION_ORIENTATION WHEN 'ROW' THEN ' for each row' ELSE ' for each batch' END
            FROM INFORMATION_SCHEMA.TRIGGERS t
            WHERE t.EVENT_OBJECT_SCHEMA = :schema
              AND t.EVENT_OBJECT_TABLE = :table
              AND LOCATE(:event, t.EVENT_MANIPULATION) > 0
            ORDER BY 1""";

    private InformationSchemaSql() {}
}
