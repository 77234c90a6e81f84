package dev.oneoff.datafix.preview;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.QualifiedName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a rollback might not take back on H2: triggers, which are Java; functions of somebody's own, which are Java too;
 * sequences; what H2 has for writing files. Looked for in the statement, and in what its tables and views compute.
 */
record EmbeddedEffects(Session session) {

    private static final Pattern SEQUENCE =
            Pattern.compile("\\bnext\\s+value\\s+for\\b|\\b(nextval|setval)\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Set<String> WRITING =
            Set.of("csvwrite", "file_write", "link_schema", "abort_session", "cancel_session");

    private static final String CHILDREN = """
            SELECT DISTINCT QUOTE_IDENT(d.TABLE_SCHEMA) || '.' || QUOTE_IDENT(d.TABLE_NAME)
            FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r
            JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS d
              ON d.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA
             AND d.CONSTRAINT_NAME = r.CONSTRAINT_NAME
            JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS t
              ON t.CONSTRAINT_SCHEMA = r.UNIQUE_CONSTRAINT_SCHEMA
             AND t.CONSTRAINT_NAME = r.UNIQUE_CONSTRAINT_NAME
            WHERE QUOTE_IDENT(t.TABLE_SCHEMA) || '.' || QUOTE_IDENT(t.TABLE_NAME) = :table
              AND (r.DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
                OR r.UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))""";

    private static final String TRIGGERS = """
            SELECT 'the trigger ' || g.TRIGGER_NAME || ' of ' || g.EVENT_OBJECT_SCHEMA || '.' || g.EVENT_OBJECT_TABLE
            FROM INFORMATION_SCHEMA.TRIGGERS g
            WHERE QUOTE_IDENT(g.EVENT_OBJECT_SCHEMA) || '.' || QUOTE_IDENT(g.EVENT_OBJECT_TABLE) = :table
            ORDER BY 1""";

    private static final String IDENTITIES = """
            SELECT 'the sequence behind the column ' || c.COLUMN_NAME
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table
              AND c.IS_IDENTITY = 'YES'""";

    private static final String ROUTINES = """
            SELECT r.ROUTINE_NAME
            FROM INFORMATION_SCHEMA.ROUTINES r
            ORDER BY 1""";

    private static final String DEFAULTS = """
            SELECT COALESCE(c.COLUMN_DEFAULT, '') || ' ' || COALESCE(d.DOMAIN_DEFAULT, '')
            FROM INFORMATION_SCHEMA.COLUMNS c
            LEFT JOIN INFORMATION_SCHEMA.DOMAINS d
              ON d.DOMAIN_SCHEMA = c.DOMAIN_SCHEMA
             AND d.DOMAIN_NAME = c.DOMAIN_NAME
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table""";

    /** What a changed row has computed: also constraints of other tables and views that are not read, which does no harm. */
    private static final String COMPUTED = """
            SELECT COALESCE(c.GENERATION_EXPRESSION, '') || ' ' || COALESCE(c.COLUMN_ON_UPDATE, '')
            FROM INFORMATION_SCHEMA.COLUMNS c
            WHERE QUOTE_IDENT(c.TABLE_SCHEMA) || '.' || QUOTE_IDENT(c.TABLE_NAME) = :table
            UNION ALL
            SELECT k.CHECK_CLAUSE
            FROM INFORMATION_SCHEMA.CHECK_CONSTRAINTS k
            UNION ALL
            SELECT v.VIEW_DEFINITION
            FROM INFORMATION_SCHEMA.VIEWS v
            WHERE v.TABLE_SCHEMA <> 'information_schema'""";

    /**
     * Returns one of them; empty when a rollback takes everything back.
     *
     * @param text the statement's
     * @param names all names in it
     * @param cascade whether changes may go on into other tables
     * @param defaults whether columns get their defaults
     */
    Optional<String> of(QualifiedName table, String text, Set<String> names, boolean cascade, boolean defaults) {
        Set<String> touched = touched(table.quoted(), cascade);
        List<String> found = new ArrayList<>(all(TRIGGERS, touched));
        names.stream().filter(WRITING::contains).forEach(name -> found.add("the function " + name + "()"));
        List<String> computed = new ArrayList<>(all(COMPUTED, touched));
        if (defaults) {
            found.addAll(all(IDENTITIES, touched));
            computed.addAll(all(DEFAULTS, touched));
        }
        if (SEQUENCE.matcher(text).find()
                || computed.stream().anyMatch(each -> SEQUENCE.matcher(each).find())) {
            found.add("a sequence");
        }
        session.list(Sql.of(ROUTINES), row -> row.text(1)).stream()
                .filter(routine -> names.contains(routine) || mentioned(routine, computed))
                .forEach(routine -> found.add("the function " + routine + "()"));
        return found.stream().findFirst();
    }

    private static boolean mentioned(String routine, List<String> computed) {
        String name = routine.toLowerCase(Locale.ROOT);
        return computed.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(name));
    }

    private Set<String> touched(String table, boolean cascade) {
        Set<String> touched = new LinkedHashSet<>(Set.of(table));
        Deque<String> next = new ArrayDeque<>(touched);
        while (cascade && !next.isEmpty()) {
            for (String child : all(CHILDREN, List.of(next.pop()))) {
                if (touched.add(child)) {
                    next.push(child);
                }
            }
        }
        return touched;
    }

    private List<String> all(String statement, Collection<String> tables) {
        return tables.stream()
                .flatMap(table -> session.list(Sql.of(statement).with("table", table), row -> row.text(1)).stream())
                .toList();
    }
}
