package dev.oneoff.pace;

/** What signals read from PostgreSQL's catalogue: nothing that needs a superuser. */
final class PaceSql {

    /** Sessions that wait for one of ours; pg_locks and application_name can be seen by everybody (manual 28.2.3, 54.12). */
    static final String BLOCKED = """
            WITH ours AS MATERIALIZED (
                SELECT pid
                FROM pg_catalog.pg_stat_activity
                WHERE application_name LIKE :ours),
            waiting AS MATERIALIZED (
                SELECT pid, pg_catalog.pg_blocking_pids(pid) AS blockers
                FROM (SELECT DISTINCT pid FROM pg_catalog.pg_locks WHERE NOT granted) AS w
                WHERE pid NOT IN (SELECT pid FROM ours))
            SELECT count(*)
            FROM waiting
            WHERE EXISTS (SELECT FROM ours WHERE ours.pid = ANY (waiting.blockers))""";

    /** Live and dead rows of a table, or of all its partitions. */
    static final String DEAD = """
            SELECT CAST(coalesce(sum(n_live_tup), 0) AS bigint), CAST(coalesce(sum(n_dead_tup), 0) AS bigint)
            FROM pg_catalog.pg_stat_user_tables
            WHERE relid = pg_catalog.to_regclass(CAST(:table AS text))
               OR relid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(CAST(:table AS text))))""";

    private PaceSql() {}
}
