package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An application's folder, its database, and the launcher in it. Immutable but for the files. */
record SampleApp(Path folder, TestDatabase database, Launcher launcher) {

    static final String ROOT = """
            databaseChangeLog:
              - includeAll:
                  path: changes/
                  relativeToChangelogFile: true
            """;

    /** The changesets of the history, in order. */
    static final String HISTORY =
            "SELECT id, author, filename, exectype, orderexecuted FROM databasechangelog ORDER BY orderexecuted";

    static SampleApp in(Path folder, TestDatabase database) throws IOException {
        return new SampleApp(
                        folder,
                        database,
                        Launcher.dist()
                                .in(folder)
                                .env("DATABASE_URL", database.url())
                                .env("USER", "tester"))
                .file("changelog/root.yaml", ROOT);
    }

    SampleApp env(String name, String value) {
        return new SampleApp(folder, database, launcher.env(name, value));
    }

    SampleApp file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Writes a file of the changelog in formatted SQL, of one changeset. */
    SampleApp changeset(String id, String sql) throws IOException {
        return changeset(id, "", sql);
    }

    SampleApp changeset(String id, String attributes, String sql) throws IOException {
        return file("changelog/changes/" + id + ".sql", formatted(id, attributes, sql));
    }

    static String formatted(String id, String attributes, String sql) {
        return "--liquibase formatted sql\n\n--changeset test:" + id + " " + attributes + "\n" + sql + "\n";
    }

    ProcessResult run(String... arguments) {
        return launcher.run(arguments);
    }

    /** Runs and requires the exit code; returns the result. */
    ProcessResult run(int exitCode, String... arguments) {
        ProcessResult result = launcher.run(arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    RunningProcess start(String... arguments) {
        return launcher.start(arguments);
    }

    List<String> query(String sql) throws SQLException {
        return database.query(sql);
    }

    /** Polls until the query answers these rows; fails after half a minute. */
    void await(String sql, String... rows) throws SQLException {
        database.await(sql, rows);
    }

    /** Waits until a session of oneoff runs a statement that contains the text. */
    void awaitStatement(String part) throws SQLException {
        await(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                        + " AND application_name LIKE 'oneoff/%' AND query LIKE '%" + part + "%'",
                "1");
    }

    /**
     * Kills a launcher whose statement runs at the server. Before PostgreSQL 14 the server would see that only when the
     * statement ends: there the session is ended too, as an operator would.
     *
     * @param part of the statement
     */
    void kill(RunningProcess process, String part) throws SQLException {
        process.kill();
        query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE 'oneoff/%' AND query LIKE '%" + part + "%'"
                + " AND current_setting('server_version_num')::int < 140000");
    }

    /** Waits until the server has let go of every session of oneoff. */
    void awaitNoSession() throws SQLException {
        await(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'oneoff%'",
                "0");
    }

    /** Requires that nothing is locked, and that migrating again finds nothing to do. */
    void assertSettled() throws SQLException {
        ProcessResult again = run(0, "migrate");
        assertThat(again.stdout()).contains("nothing to do");
        assertThat(query("SELECT locked, lockedby FROM databasechangeloglock")).containsExactly("f | NULL");
    }

    /** Returns every table of the schema with its rows, sorted, but those that the tool keeps for itself. */
    Map<String, List<String>> content(String... without) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        for (String table : query("SELECT quote_ident(table_name) FROM information_schema.tables"
                + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")) {
            if (!List.of(without).contains(table)) {
                content.put(table, query("SELECT t.*::text FROM " + table + " AS t ORDER BY 1"));
            }
        }
        return content;
    }

    /** Returns the state of the latest recorded run. */
    Optional<String> latestRun() throws SQLException {
        return query("SELECT state FROM oneoff_run ORDER BY started_at DESC, id DESC LIMIT 1").stream()
                .findFirst();
    }
}
