package dev.oneoff.ledger;

import java.util.List;

/** The statements of the ledger. {@code %1$s} is the schema, quoted, with its dot. */
final class LedgerSql {

    private LedgerSql() {}

    /** Each entry brings the tables from version n to n + 1. Never edit one that was released: add one. */
    static final List<List<String>> VERSIONS = List.of(
            List.of("""
            CREATE TABLE IF NOT EXISTS %1$soneoff_fact (
                name        VARCHAR(100) NOT NULL PRIMARY KEY,
                content     VARCHAR NOT NULL,
                changed_at  TIMESTAMP WITH TIME ZONE NOT NULL,
                run_id      VARCHAR(40))""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_run (
                id              VARCHAR(40) NOT NULL PRIMARY KEY,
                command         VARCHAR NOT NULL,
                subject         VARCHAR NOT NULL,
                state           VARCHAR(20) NOT NULL,
                started_at      TIMESTAMP WITH TIME ZONE NOT NULL,
                finished_at     TIMESTAMP WITH TIME ZONE,
                actor           VARCHAR NOT NULL,
                actor_source    VARCHAR NOT NULL,
                release         VARCHAR NOT NULL,
                release_source  VARCHAR NOT NULL,
                ticket          VARCHAR,
                tool_version    VARCHAR NOT NULL,
                exit_code       INTEGER,
                summary         VARCHAR)""", """
            CREATE TABLE IF NOT EXISTS %1$soneoff_step (
                run_id       VARCHAR(40) NOT NULL,
                position     INTEGER NOT NULL,
                name         VARCHAR NOT NULL,
                state        VARCHAR(20) NOT NULL,
                started_at   TIMESTAMP WITH TIME ZONE NOT NULL,
                finished_at  TIMESTAMP WITH TIME ZONE,
                row_count    BIGINT,
                detail       VARCHAR,
                PRIMARY KEY (run_id, position))"""), FixTables.CREATED, FixTables.WITH_WORK, MarkTables.CREATED, ImportTables.CREATED);

    static final String FACT = """
            SELECT content
            FROM %1$soneoff_fact
            WHERE name = :name""";

    static final String REMOVE_FACT = """
            DELETE FROM %1$soneoff_fact
            WHERE name = :name""";

    static final String INSERT_FACT = """
            INSERT INTO %1$soneoff_fact (name, content, changed_at, run_id)
            VALUES (:name, :value, :at, :run)""";

    static final String INSERT_RUN = """
            INSERT INTO %1$soneoff_run (id, command, subject, state, started_at, finished_at, actor, actor_source,
                release, release_source, ticket, tool_version, exit_code, summary)
            VALUES (:id, :command, :subject, :state, :startedAt, :finishedAt, :actor, :actorSource,
                :release, :releaseSource, :ticket, :toolVersion, :exitCode, :summary)""";

    static final String FINISH_RUN = """
            UPDATE %1$soneoff_run
            SET state = :state, finished_at = :finishedAt, exit_code = :exitCode, summary = :summary
            WHERE id = :id AND state IN ('running', 'lost')""";

    static final String LOSE_RUN = """
            UPDATE %1$soneoff_run
            SET state = 'lost', summary = :summary
            WHERE state = 'running' AND id = :id""";

    static final String INSERT_STEP = """
            INSERT INTO %1$soneoff_step (run_id, position, name, state, started_at, finished_at, row_count, detail)
            VALUES (:run, :position, :name, :state, :startedAt, :finishedAt, :rows, :detail)""";

    static final String FINISH_STEP = """
            UPDATE %1$soneoff_step
            SET state = :state, finished_at = :finishedAt, row_count = :rows, detail = :detail
            WHERE run_id = :run AND position = :position""";

    static final String UNFINISHED_STEPS = """
            SELECT s.name, s.run_id, r.command, s.detail
            FROM %1$soneoff_step AS s
            JOIN %1$soneoff_run AS r ON r.id = s.run_id
            WHERE s.state = 'started'
            ORDER BY s.started_at""";

    static final String CLOSE_STEPS = """
            UPDATE %1$soneoff_step
            SET state = 'interrupted', finished_at = :at
            WHERE name = :name AND state = 'started'""";

    private static final String RUNS = """
            SELECT id, command, subject, state, started_at, finished_at, actor, actor_source,
                release, release_source, ticket, tool_version, exit_code, summary
            FROM %1$soneoff_run
            """;

    static final String RECENT = RUNS + "ORDER BY started_at DESC, id DESC\nLIMIT :limit";

    static final String RUNNING = RUNS + "WHERE state = 'running'\nORDER BY started_at";

    static final String ABOUT = RUNS
            + "WHERE command LIKE :command AND subject = :subject\nORDER BY started_at DESC, id DESC\nLIMIT :limit";

    static final String FIND = RUNS + "WHERE id = :id";

    static final String BEGINNING = RUNS + "WHERE id LIKE :prefix AND command = :command\nORDER BY id\nLIMIT :limit";

    static final String STEPS = """
            SELECT position, name, state, started_at, finished_at, row_count, detail
            FROM %1$soneoff_step
            WHERE run_id = :run
            ORDER BY position""";
}
