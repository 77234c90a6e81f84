package dev.oneoff.transfer.target;

/** Statements on {@code pg_catalog}, PostgreSQL 13 and later. Lists of names go out with the character 31 between two. */
final class TargetSql {

    static final String RELATION = """
            SELECT CAST(c.oid AS bigint), CAST(n.nspname AS text), CAST(c.relname AS text), CAST(c.relkind AS text)
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

    static final String READABLE = """
            SELECT CAST(n.nspname AS text), CAST(c.relname AS text)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 1, 2""";

    // A domain of a domain is what the last one is made of.
    static final String COLUMNS = """
            WITH RECURSIVE made AS (
                SELECT a.attnum, a.atttypid AS type, a.atttypmod AS limited, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull
                FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                WHERE a.attrelid = CAST(:oid AS oid)
                UNION ALL
                SELECT m.attnum, t.oid, m.typtypmod, t.typtype, t.typbasetype, t.typtypmod, m.typnotnull OR t.typnotnull
                FROM made m
                JOIN pg_catalog.pg_type t ON t.oid = m.typbasetype
                WHERE m.typtype = 'd'
            )
            SELECT
                CAST(a.attname AS text),
                pg_catalog.format_type(a.atttypid, a.atttypmod),
                pg_catalog.format_type(m.type, -1),
                m.limited,
                a.attnotnull OR m.typnotnull,
                a.atthasdef OR a.attidentity <> '' OR y.typdefaultbin IS NOT NULL,
                CASE
                    WHEN a.attidentity <> '' THEN pg_catalog.format('nextval(%L)', pg_catalog.pg_get_serial_sequence(
                        CAST(CAST(a.attrelid AS regclass) AS text), CAST(a.attname AS text)))
                    WHEN a.attgenerated = '' THEN coalesce(
                        pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                        pg_catalog.pg_get_expr(y.typdefaultbin, 0),
                        'NULL')
                    ELSE 'NULL'
                END,
                a.attgenerated <> '',
                a.attidentity = 'a',
                coalesce(
                    (
                        SELECT pg_catalog.format('%I.%I', n.nspname, o.collname)
                        FROM pg_catalog.pg_collation o
                        JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
                        WHERE o.oid = a.attcollation
                          AND NOT o.collisdeterministic),
                    ''),
                m.type <> a.atttypid
            FROM pg_catalog.pg_attribute a
            JOIN made m ON m.attnum = a.attnum AND m.typtype <> 'd'
            JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = CAST(:oid AS oid)
              AND a.attnum > 0
              AND NOT a.attisdropped
            ORDER BY a.attnum""";

    // Plain is what holds at once for all rows, by the values of columns as the columns compare them, and lets NULL
    // stand
    // beside NULL. Which servers know indnullsnotdistinct does not matter to JSON.
    static final String UNIQUES = """
            SELECT
                CAST(c.relname AS text),
                i.indisprimary,
                i.indisvalid
                    AND i.indimmediate
                    AND i.indpred IS NULL
                    AND i.indexprs IS NULL
                    AND (f.required OR pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' IS DISTINCT FROM 'true')
                    AND f.alike,
                f.required,
                (
                    SELECT coalesce(string_agg(CAST(a.attname AS text), chr(31) ORDER BY k.place), '')
                    FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place])
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(bool_and(a.attnotnull), TRUE) AS required,
                    coalesce(bool_and(i.indcollation[k.place] = a.attcollation OR o.collisdeterministic AND p.collisdeterministic), TRUE) AS alike
                FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
                LEFT JOIN pg_catalog.pg_collation o ON o.oid = i.indcollation[k.place]
                LEFT JOIN pg_catalog.pg_collation p ON p.oid = a.attcollation) AS f
            WHERE i.indrelid = CAST(:oid AS oid)
              AND i.indisunique
            ORDER BY i.indisprimary DESC, i.indnkeyatts, c.relname""";

    static final String HEIRS = """
            SELECT EXISTS (
                SELECT
                FROM pg_catalog.pg_inherits i
                JOIN pg_catalog.pg_class c ON c.oid = i.inhparent
                WHERE i.inhparent = CAST(:oid AS oid)
                  AND c.relkind = 'r')""";

    // One about the row as a whole is the server's to look at, and so is one that does not hold for all rows that are
    // there.
    static final String RULES = """
            SELECT
                CAST(k.conname AS text),
                pg_catalog.pg_get_expr(k.conbin, k.conrelid),
                (
                    SELECT coalesce(string_agg(CAST(a.attname AS text), chr(31)), '')
                    FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = k.conrelid
                      AND a.attnum = ANY (k.conkey))
            FROM pg_catalog.pg_constraint k
            WHERE k.conrelid = CAST(:oid AS oid)
              AND k.contype = 'c'
              AND k.convalidated
              AND CAST(k.conbin AS text) NOT LIKE '%' || chr(58) || 'varattno 0 %'
            ORDER BY k.conname""";

    // One to a partitioned table has others below it, to its partitions.
    static final String REFERENCES = """
            SELECT
                CAST(k.conname AS text),
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY p.place)
                    FROM unnest(k.conkey) WITH ORDINALITY AS p (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
                pg_catalog.concat(quote_ident(CAST(n.nspname AS text)), '.', quote_ident(CAST(c.relname AS text))),
                (
                    SELECT string_agg(CAST(a.attname AS text), chr(31) ORDER BY p.place)
                    FROM unnest(k.confkey) WITH ORDINALITY AS p (number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number),
                k.confrelid = k.conrelid
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.conrelid = CAST(:oid AS oid)
              AND k.contype = 'f'
              AND k.convalidated
              AND NOT EXISTS (
                    SELECT
                    FROM pg_catalog.pg_constraint p
                    WHERE p.oid = k.conparentid
                      AND p.conrelid = k.conrelid)
            ORDER BY k.conname""";

    private TargetSql() {}
}
