package dev.oneoff.datafix.engine;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import java.time.Duration;
import java.util.List;

/** On PostgreSQL. */
record ServerTrying(Session session, Step step) implements Trying {

    @Override
    public void reading(Duration limit) {
        session.execute("SET TRANSACTION READ ONLY");
        limit(limit);
    }

    @Override
    public void changing(Duration limit) {
        session.execute("SET TRANSACTION READ WRITE");
        limit(limit);
        session.execute("SET LOCAL lock_timeout = '2s'");
    }

    private void limit(Duration limit) {
        session.execute("SET LOCAL statement_timeout = " + limit.toMillis());
        session.execute("SET LOCAL row_security = off");
    }

    @Override
    public Access access(Sql sql) {
        return Access.of(explain(sql), step.plan().walk().alias());
    }

    @Override
    public long guess(Sql all) {
        return Access.rows(explain(all));
    }

    private List<String> explain(Sql statement) {
        return session.list(TrialSql.explained(statement), row -> row.written(1));
    }

    @Override
    public long tableBytes() {
        return session.list(new TrialSql(step).size(), row -> row.number(1)).get(0);
    }
}
