package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.datafix.plan.Column;
import dev.oneoff.datafix.plan.StepPlan.Lock;
import dev.oneoff.images.Exact;
import dev.oneoff.sql.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/** That of H2: one strength of row locks, no constraints that wait, bytes that are no text. */
record EmbeddedSpelling() implements Spelling {

    @Override
    public Keys keys(List<Column> columns) {
        return new EmbeddedKeys(columns);
    }

    @Override
    public String text(String expression, String type) {
        return Exact.binary(type) ? "RAWTOHEX(" + expression + ")" : "CAST(" + expression + " AS VARCHAR)";
    }

    @Override
    public String array(List<String> texts) {
        return "CAST(JSON_ARRAY(" + String.join(", ", texts) + " NULL ON NULL) AS VARCHAR)";
    }

    @Override
    public String bytes(List<String> texts) {
        return texts.stream()
                .map(text -> "COALESCE(OCTET_LENGTH(" + text + "), 0)")
                .collect(Collectors.joining(" + ", "(", " + " + 4 * texts.size() + ")"));
    }

    @Override
    public String lock(Lock lock, Identifier alias) {
        return "FOR UPDATE";
    }

    @Override
    public String pick(Identifier alias) {
        return "FOR UPDATE SKIP LOCKED";
    }

    @Override
    public Changing changing(BatchSql sql, String images) {
        return new EmbeddedChange(sql, images);
    }

    @Override
    public void limit(Session session, int rows) {
        // Nobody else waits for the locks of an embedded database.
    }

    @Override
    public void settle(Session session) {
        // All were looked at when the statement ended.
    }

    @Override
    public List<String> found(Session session, String select, int limit) {
        return session.list(
                Sql.positional("SELECT * FROM (" + select + "\n) AS oneoff_found LIMIT ?", List.of(limit)),
                row -> row.all().stream()
                        .map(value -> value == null ? "" : value)
                        .collect(Collectors.joining(",", "(", ")")));
    }
}
