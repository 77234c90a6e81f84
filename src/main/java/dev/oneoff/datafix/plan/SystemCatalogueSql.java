package dev.oneoff.datafix.plan;

/** Statements on {@code pg_catalog}, PostgreSQL 13 and later. Lists of names go in and out with the character 31 between two. */
final class SystemCatalogueSql {

    static final String RELATION = """
            SELECT
                CAST(c.oid AS bigint),
                CAST(n.nspname AS text),
                CAST(c.relname AS text),
                CAST(c.relkind AS text),
                c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid),
                c.relrowsecurity,
                pg_catalog.row_security_active(c.oid)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(:name)""";

    static final String TABLES = """
            SELECT CAST(c.relname AS text)
            FROM pg_catalog.pg_class c
            WHERE c.relkind IN ('r', 'p')
              AND pg_catalog.pg_table_is_visible(c.oid)
              AND c.relnamespace <> CAST('pg_catalog' AS regnamespace)
            ORDER BY c.relname""";

    // A table and its partitions; pg_partition_tree knows only those of partitioned ones.
    private static final String FAMILY = """
            WITH family AS (
                SELECT CAST(:oid AS oid) AS oid
                UNION
                SELECT CAST(p.relid AS oid)
                FROM pg_catalog.pg_partition_tree(CAST(CAST(:oid AS oid) AS regclass)) p
            )
            """;

    static final String MEMBERS = """
            %s
            SELECT
                CAST(c.oid AS bigint),
                CAST(n.nspname AS text),
                CAST(c.relname AS text),
                CAST(c.relkind AS text),
                FALSE,
                c.relrowsecurity,
                FALSE
            FROM family f
            JOIN pg_catalog.pg_class c ON c.oid = f.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY c.oid""".formatted(FAMILY);

    // Since PostgreSQL 18 a NOT NULL may be NOT VALID: then there may be rows that break it.
    static final String COLUMNS = """
            SELECT
                CAST(a.attname AS text),
                pg_catalog.format_type(a.atttypid, a.atttypmod),
                a.attgenerated <> '',
                a.attnotnull AND NOT EXISTS (
                    SELECT
                    FROM pg_catalog.pg_constraint k
                    WHERE k.conrelid = a.attrelid
                      AND k.contype = 'n'
                      AND a.attnum = ANY (k.conkey)
                      AND NOT k.convalidated)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = CAST(:oid AS oid)
              AND a.attnum > 0
              AND NOT a.attisdropped
            ORDER BY a.attnum""";

    static final String UNIQUES = """
            SELECT
                CAST(c.relname AS text),
                i.indisprimary,
                i.indisvalid AND i.indisready AND i.indislive AND i.indimmediate
                    AND i.indpred IS NULL
                    AND i.indexprs IS NULL
                    AND m.amname = 'btree'
                    AND NOT EXISTS (
                        SELECT
                        FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
                        JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[k.place]
                        WHERE a.attcollation <> i.indcollation[k.place]
                           OR NOT o.opcdefault),
                (
                    SELECT coalesce(string_agg(CAST(a.attname AS text), chr(31) ORDER BY k.place), '')
                    FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place])
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_am m ON m.oid = c.relam
            WHERE i.indrelid = CAST(:oid AS oid)
              AND i.indisunique
            ORDER BY i.indisprimary DESC, i.indnkeyatts, c.relname""";

    static final String UNIQUE_COLUMNS = """
            %s
            SELECT DISTINCT CAST(a.attname AS text)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid
            WHERE i.indrelid IN (SELECT f.oid FROM family f)
              AND i.indisunique
              AND (a.attnum = ANY (i.indkey) OR EXISTS (
                    SELECT
                    FROM pg_catalog.pg_depend d
                    WHERE d.classid = CAST('pg_catalog.pg_class' AS regclass)
                      AND d.objid = i.indexrelid
                      AND d.refclassid = CAST('pg_catalog.pg_class' AS regclass)
                      AND d.refobjid = i.indrelid
                      AND d.refobjsubid = a.attnum))""".formatted(FAMILY);

    // The server keeps a copy of a foreign key for each partition at either end: the one they were copied from is
    // enough.
    private static final String FOREIGN_KEYS = """
            %1$s
            SELECT
                CAST(k.conname AS text),
                pg_catalog.concat(n.nspname, '.', c.relname),
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = k.%2$s
                      AND a.attnum = ANY (k.%3$s)),
                CASE k.confdeltype
                    WHEN 'c' THEN 'CASCADE'
                    WHEN 'n' THEN 'SET NULL'
                    WHEN 'd' THEN 'SET DEFAULT'
                    WHEN 'r' THEN 'RESTRICT'
                    ELSE 'NO ACTION'
                END,
                CASE k.confupdtype
                    WHEN 'c' THEN 'CASCADE'
                    WHEN 'n' THEN 'SET NULL'
                    WHEN 'd' THEN 'SET DEFAULT'
                    WHEN 'r' THEN 'RESTRICT'
                    ELSE 'NO ACTION'
                END
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.%4$s
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f'
              AND k.%2$s IN (SELECT f.oid FROM family f)
              AND NOT EXISTS (
                    SELECT
                    FROM pg_catalog.pg_constraint p
                    WHERE p.oid = k.conparentid
                      AND p.%2$s IN (SELECT f.oid FROM family f))
            ORDER BY k.conname, 2""";

    static final String REFERENCING = FOREIGN_KEYS.formatted(FAMILY, "confrelid", "confkey", "conrelid");

    static final String REFERENCED = FOREIGN_KEYS.formatted(FAMILY, "conrelid", "conkey", "confrelid");

    // Bits of tgtype: src/include/catalog/pg_trigger.h. Before PostgreSQL 15 those of a partitioned table are internal
    // in its
    // partitions. A generated column is set when one it is made of is.
    static final String TRIGGERS = """
            %s
            SELECT DISTINCT pg_catalog.concat(
                t.tgname,
                CASE WHEN t.tgtype & 2 <> 0 THEN ', BEFORE ' ELSE ', AFTER ' END,
                CAST(:word AS text),
                CASE WHEN t.tgtype & 1 <> 0 THEN ' for each row' ELSE ' for each batch' END)
            FROM pg_catalog.pg_trigger t
            WHERE t.tgrelid IN (SELECT f.oid FROM family f)
              AND (NOT t.tgisinternal OR (t.tgparentid <> 0 AND t.tgconstraint = 0))
              AND t.tgenabled IN ('O', 'A')
              AND t.tgtype & CAST(:event AS integer) <> 0
              AND (CAST(t.tgattr AS text) = '' OR EXISTS (
                    SELECT
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.tgrelid
                      AND a.attnum = ANY (t.tgattr)
                      AND (a.attgenerated <> '' OR CAST(a.attname AS text) = ANY (string_to_array(:columns, chr(31))))))
            ORDER BY 1""".formatted(FAMILY);

    // Words of the condition that are no function's name are in nobody's way.
    static final String SETTLES = """
            %s
            SELECT NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_trigger t
                JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
                WHERE t.tgrelid IN (SELECT f.oid FROM family f)
                  AND t.tgenabled <> 'D'
                  AND t.tgtype & 16 <> 0
                  AND NOT (t.tgisinternal AND p.pronamespace = CAST('pg_catalog' AS regnamespace)))
              AND NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                WHERE CAST(p.proname AS text) = ANY (string_to_array(:names, chr(31)))
                  AND (p.provolatile <> 'i' OR l.lanname NOT IN ('internal', 'c')))
              AND NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                WHERE l.lanname NOT IN ('internal', 'c')
                  AND p.pronamespace <> CAST('pg_catalog' AS regnamespace)
                  AND p.oid IN (
                        SELECT o.oprcode FROM pg_catalog.pg_operator o
                        UNION ALL
                        SELECT c.castfunc FROM pg_catalog.pg_cast c))""".formatted(FAMILY);

    static final String RULES = """
            SELECT CAST(r.rulename AS text)
            FROM pg_catalog.pg_rewrite r
            WHERE r.ev_class = CAST(:oid AS oid)
              AND CAST(r.ev_type AS text) = :event
              AND r.ev_enabled <> 'D'
            ORDER BY 1""";

    static final String POLICIES = """
            SELECT CAST(p.polname AS text)
            FROM pg_catalog.pg_policy p
            WHERE p.polrelid = CAST(:oid AS oid)
            ORDER BY 1""";

    static final String ROUTINES = """
            SELECT
                CAST(n.nspname AS text),
                CAST(p.proname AS text),
                pg_catalog.pg_function_is_visible(p.oid),
                p.provolatile = 'v',
                n.nspname <> 'pg_catalog' AND l.lanname NOT IN ('internal', 'c'),
                p.prokind = 'a'
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE CAST(p.proname AS text) = ANY (string_to_array(:names, chr(31)))
            ORDER BY 1, 2""";

    private SystemCatalogueSql() {}
}
