package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan.Lock;
import dev.oneoff.sql.Identifier;
import java.util.List;

/** PostgreSQL's. */
record ServerSpelling() implements Spelling {

    @Override
    public Keys keys(List<Column> columns) {
        return new Keys(columns);
    }

    @Override
    public String text(String expression, String type) {
        return expression + "::text";
    }

    @Override
    public String array(List<String> texts) {
        return "CAST(array_to_json(ARRAY[" + String.join(", ", texts) + "]) AS text)";
    }

    @Override
    public String bytes(List<String> texts) {
        return "octet_length(array_to_json(ARRAY[" + String.join(", ", texts) + "])::text)";
    }

    @Override
    public String lock(Lock lock, Identifier alias) {
        String strength = switch (lock) {
            case UPDATE -> "UPDATE";
            case NO_KEY_UPDATE -> "NO KEY UPDATE";
            case SHARE -> "SHARE";
            case NONE -> "";
        };
        return strength.isEmpty() ? "" : "FOR " + strength + " OF " + alias.quoted();
    }

    @Override
    public String pick(Identifier alias) {
        return "FOR UPDATE OF " + alias.quoted() + " SKIP LOCKED";
    }

    @Override
    public Changing changing(BatchSql sql, String images) {
        return new ApplySql(sql.plan(), sql.change(), images);
    }

    @Override
    public void limit(Session session, int rows) {
        session.execute(
                rows > 1
                        ? "SET LOCAL statement_timeout = '10s'"
                        : "SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = off;"
                                + " SET LOCAL plan_cache_mode = force_custom_plan");
    }

    @Override
    public void settle(Session session) {
        session.execute("SET CONSTRAINTS ALL IMMEDIATE");
    }

    @Override
    public List<String> found(Session session, String select, int limit) {
        return session.list(
                Sql.positional(
                        "SELECT oneoff_found::text FROM (" + select + "\n) AS oneoff_found LIMIT ?", List.of(limit)),
                row -> row.text(1));
    }
}
