package dev.oneoff.datafix.preview;

/** Statements on {@code pg_catalog}, PostgreSQL 13 and later. Lists of names go in with the character 31 between two. */
final class SideEffectSql {

    /**
     * What a rollback might not take back: triggers and rules of every table that changes; volatile functions and sequences that
     * the statement calls, or that its views, and the defaults, generated columns, checks and indexes of those tables rest on.
     * The volatile functions of the server itself that are let through only answer.
     */
    static final String FOUND = """
            WITH RECURSIVE touched AS (
                SELECT CAST(CAST(:table AS regclass) AS oid) AS oid
                UNION
                SELECT n.oid
                FROM touched t
                CROSS JOIN LATERAL (
                    SELECT i.inhrelid AS oid
                    FROM pg_catalog.pg_inherits i
                    WHERE i.inhparent = t.oid
                    UNION ALL
                    SELECT k.conrelid
                    FROM pg_catalog.pg_constraint k
                    WHERE :cascades
                      AND k.contype = 'f'
                      AND k.confrelid = t.oid
                      AND (k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))
                ) n
            ),
            reached AS (
                SELECT r.classid, r.objid
                FROM (
                    SELECT CAST('pg_catalog.pg_attrdef' AS regclass) AS classid, d.oid AS objid
                    FROM pg_catalog.pg_attrdef d
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                    WHERE d.adrelid IN (SELECT t.oid FROM touched t)
                      AND (a.attgenerated <> '' OR :defaults)
                    UNION ALL
                    SELECT 'pg_catalog.pg_constraint', k.oid
                    FROM pg_catalog.pg_constraint k
                    WHERE k.conrelid IN (SELECT t.oid FROM touched t)
                      AND k.contype IN ('c', 'x')
                    UNION ALL
                    SELECT 'pg_catalog.pg_class', i.indexrelid
                    FROM pg_catalog.pg_index i
                    WHERE i.indrelid IN (SELECT t.oid FROM touched t)
                    UNION ALL
                    SELECT 'pg_catalog.pg_class', c.oid
                    FROM pg_catalog.pg_class c
                    WHERE c.relkind = 'v'
                      AND CAST(c.relname AS text) = ANY (string_to_array(:names, chr(31)))
                    UNION ALL
                    SELECT 'pg_catalog.pg_proc', p.oid
                    FROM pg_catalog.pg_proc p
                    WHERE CAST(p.proname AS text) = ANY (string_to_array(:names, chr(31)))
                      AND p.prorettype <> CAST('trigger' AS regtype)
                ) r
                UNION
                SELECT n.classid, n.objid
                FROM reached r
                CROSS JOIN LATERAL (
                    SELECT CAST(d.refclassid AS regclass) AS classid, d.refobjid AS objid
                    FROM pg_catalog.pg_depend d
                    LEFT JOIN pg_catalog.pg_class c
                        ON d.refclassid = CAST('pg_catalog.pg_class' AS regclass) AND c.oid = d.refobjid
                    WHERE d.classid = r.classid
                      AND d.objid = r.objid
                      AND (c.relkind IN ('S', 'v') OR d.refclassid IN (
                            CAST('pg_catalog.pg_proc' AS regclass), CAST('pg_catalog.pg_operator' AS regclass)))
                    UNION ALL
                    SELECT CAST('pg_catalog.pg_rewrite' AS regclass), w.oid
                    FROM pg_catalog.pg_rewrite w
                    JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
                    WHERE r.classid = CAST('pg_catalog.pg_class' AS regclass)
                      AND w.ev_class = r.objid
                      AND c.relkind = 'v'
                ) n
            )
            SELECT 1, pg_catalog.concat('the trigger ', g.tgname, ' of ', CAST(CAST(g.tgrelid AS regclass) AS text))
            FROM pg_catalog.pg_trigger g
            WHERE g.tgrelid IN (SELECT t.oid FROM touched t)
              AND NOT g.tgisinternal
              AND g.tgenabled <> 'D'
            UNION ALL
            SELECT 2, pg_catalog.concat('the rule ', w.rulename, ' of ', CAST(CAST(w.ev_class AS regclass) AS text))
            FROM pg_catalog.pg_rewrite w
            WHERE w.ev_class IN (SELECT t.oid FROM touched t)
              AND w.ev_type <> '1'
              AND w.ev_enabled <> 'D'
            UNION ALL
            SELECT 3, pg_catalog.concat('the volatile function ', n.nspname, '.', p.proname, '()')
            FROM reached r
            JOIN pg_catalog.pg_proc p ON p.oid = r.objid
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE r.classid = CAST('pg_catalog.pg_proc' AS regclass)
              AND p.provolatile = 'v'
              AND NOT (n.nspname = 'pg_catalog' AND p.proname IN (
                    'clock_timestamp', 'currval', 'gen_random_uuid', 'lastval', 'random', 'random_normal', 'timeofday',
                    'uuidv4', 'uuidv7'))
            UNION ALL
            SELECT 4, pg_catalog.concat('the sequence ', CAST(CAST(r.objid AS regclass) AS text))
            FROM reached r
            JOIN pg_catalog.pg_class c ON c.oid = r.objid
            WHERE r.classid = CAST('pg_catalog.pg_class' AS regclass)
              AND c.relkind = 'S'
            UNION ALL
            SELECT 5, pg_catalog.concat('the sequence behind the column ', a.attname)
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid IN (SELECT t.oid FROM touched t)
              AND a.attidentity <> ''
              AND :defaults
            UNION ALL
            SELECT 6, pg_catalog.concat('a function of sequences in a default of ', CAST(CAST(d.adrelid AS regclass) AS text))
            FROM pg_catalog.pg_attrdef d
            WHERE d.adrelid IN (SELECT t.oid FROM touched t)
              AND :defaults
              AND pg_catalog.pg_get_expr(d.adbin, d.adrelid) ~ '(nextval|setval)'
            UNION ALL
            SELECT 7, pg_catalog.concat('a function of sequences in the view ', CAST(CAST(c.oid AS regclass) AS text))
            FROM reached r
            JOIN pg_catalog.pg_class c ON c.oid = r.objid
            WHERE r.classid = CAST('pg_catalog.pg_class' AS regclass)
              AND c.relkind = 'v'
              AND pg_catalog.pg_get_viewdef(c.oid) ~ '(nextval|setval)'
            ORDER BY 1, 2""";

    private SideEffectSql() {}
}
