package dev.oneoff.images;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.util.List;

/**
 * A column that a table has now, and what tells that somebody gave it a value, should no image know it. Whoever has neither
 * the value that the column was added with, nor its default, nor NULL was changed. A default that a function computes is not
 * asked for: it may be another one each time.
 *
 * @param given the text of the value that somebody gave the row {@code oneoff_t}, or NULL
 */
record AddedColumn(String name, String given) {

    // A default without a bracket outside of its texts calls no function.
    private static final String ALL = """
            SELECT
                CAST(a.attname AS text),
                pg_catalog.format('CASE WHEN oneoff_t.%I IS NOT NULL', a.attname)
                    || CASE
                        WHEN a.atthasmissing
                        THEN pg_catalog.format(
                            ' AND CAST(oneoff_t.%I AS text) COLLATE "C" IS DISTINCT FROM CAST(CAST(%L AS %s) AS text) COLLATE "C"',
                            a.attname,
                            (CAST(CAST(a.attmissingval AS text) AS text[]))[1],
                            pg_catalog.format_type(a.atttypid, a.atttypmod))
                        ELSE ''
                    END
                    || CASE
                        WHEN pg_catalog.regexp_replace(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '''[^'']*''', '', 'g') NOT LIKE '%(%'
                        THEN pg_catalog.format(
                            ' AND CAST(oneoff_t.%I AS text) COLLATE "C" IS DISTINCT FROM CAST(CAST(%s AS %s) AS text) COLLATE "C"',
                            a.attname,
                            pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                            pg_catalog.format_type(a.atttypid, a.atttypmod))
                        ELSE ''
                    END
                    || pg_catalog.format(' THEN CAST(oneoff_t.%I AS text) END', a.attname)
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = CAST(pg_catalog.to_regclass(:table) AS oid)
              AND a.attnum > 0
              AND NOT a.attisdropped
              AND a.attgenerated = ''
              AND a.attidentity = ''
            ORDER BY a.attnum""";

    // What is counted up is not asked for either: asking counts.
    private static final String EMBEDDED = """
            SELECT
                c.COLUMN_NAME,
                'CASE WHEN oneoff_t.' || QUOTE_IDENT(c.COLUMN_NAME) || ' IS NOT NULL'
                    || CASE
                        WHEN REGEXP_REPLACE(c.COLUMN_DEFAULT, '''[^'']*''', '') LIKE '%(%' THEN ''
                        WHEN c.COLUMN_DEFAULT LIKE '%NEXT VALUE %' THEN ''
                        ELSE COALESCE(
                            ' AND oneoff_t.' || QUOTE_IDENT(c.COLUMN_NAME) || ' IS DISTINCT FROM ' || c.COLUMN_DEFAULT, '')
                    END
                    || ' THEN CAST(oneoff_t.' || QUOTE_IDENT(c.COLUMN_NAME) || ' AS VARCHAR) END'
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table
              AND c.IS_GENERATED = 'NEVER'
              AND c.IS_IDENTITY = 'NO'
            ORDER BY c.ORDINAL_POSITION""";

    /** Returns all of a table, but those whose values the server alone makes. */
    static List<AddedColumn> all(Session session, String table) {
        return session.list(
                Sql.of(session.dialect().embedded() ? EMBEDDED : ALL).with("table", table),
                row -> new AddedColumn(row.text(1), row.text(2)));
    }
}
