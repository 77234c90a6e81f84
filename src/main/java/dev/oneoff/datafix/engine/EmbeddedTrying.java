package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On H2, where a plan is the statement with comments, and a guess is the size of the table. */
record EmbeddedTrying(Session session, Step step) implements Trying {

    private static final String TABLE = """
            SELECT t.ROW_COUNT_ESTIMATE
            FROM INFORMATION_SCHEMA.TABLES t
            WHERE t.TABLE_SCHEMA = :schema
              AND t.TABLE_NAME = :table""";

    @Override
    public void reading(Duration limit) {
        session.execute("SET QUERY_TIMEOUT " + limit.toMillis());
    }

    @Override
    public void changing(Duration limit) {
        reading(limit);
        session.execute("SET LOCK_TIMEOUT 2000");
    }

    @Override
    public Access access(Sql sql) {
        String plan = String.join("\n", session.list(sql.after("EXPLAIN "), row -> row.written(1)));
        return access(plan, step.plan().walk().alias());
    }

    /** Reads what follows the table: {@code "u" /* public.users_email: email = … *}{@code /}, or {@code public.users.tableScan}. */
    static Access access(String plan, Identifier alias) {
        Matcher found = Pattern.compile(Pattern.quote(alias.quoted()) + "\\s+/\\* (\\S*?)(:|\\s)")
                .matcher(plan);
        if (!found.find()) {
            return new Access(Set.of(), true);
        }
        String name = found.group(1).substring(found.group(1).lastIndexOf('.') + 1);
        // Without a condition it is read from one end to the other.
        return name.equals("tableScan") || !found.group(2).equals(":")
                ? new Access(Set.of(), true)
                : new Access(Set.of(name), false);
    }

    @Override
    public long guess(Sql all) {
        List<Identifier> name = table().parts();
        Sql rows = Sql.of(TABLE)
                .with("schema", name.get(0).name())
                .with("table", table().last().name());
        return session.list(rows, row -> row.number(1)).get(0);
    }

    @Override
    public long tableBytes() {
        Sql used = Sql.of("SELECT DISK_SPACE_USED(:table)").with("table", table().quoted());
        return session.list(used, row -> row.number(1)).get(0);
    }

    private QualifiedName table() {
        return step.plan().walk().table();
    }
}
