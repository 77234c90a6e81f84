package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.support.Launcher;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only looks changes nothing: not a row, not a sequence, not the catalogue, no file. */
class ReadingCommandsIT {

    private static final List<String> COMMANDS = List.of(
            "status", "migrate --dry-run", "migrate --check", "rollback --count 1 --dry-run", "history", "health");

    // Transaction ids of catalogue rows: a change that was undone in the end shows, too.
    private static final List<String> CATALOGUE = List.of(
            "SELECT oid, xmin, relname, relkind, relnatts, relhasindex FROM pg_class ORDER BY oid",
            "SELECT attrelid, attname, xmin FROM pg_attribute ORDER BY attrelid, attnum, attname",
            "SELECT oid, xmin, conname FROM pg_constraint ORDER BY oid",
            "SELECT indexrelid, xmin, indisvalid FROM pg_index ORDER BY indexrelid",
            "SELECT oid, xmin, proname FROM pg_proc ORDER BY oid",
            "SELECT oid, xmin, nspname FROM pg_namespace ORDER BY oid",
            "SELECT oid, xmin, typname FROM pg_type ORDER BY oid",
            "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2",
            "SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting"
                    + " WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
                    + " ORDER BY 1, 2");

    @TempDir
    private Path folder;

    @Test
    void anEmptyDatabaseStaysEmpty() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            SampleApp app = SampleApp.in(folder, database)
                    .changeset("1-item", "CREATE TABLE item (id int);\n--rollback DROP TABLE item;");
            Map<String, List<String>> before = everything(app);
            assertThat(before.keySet()).noneMatch(name -> name.startsWith("table"));

            assertUnchanged(app, before);
        }
    }

    @Test
    void aMigratedDatabaseStaysAsItIs() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            SampleApp app = SampleApp.in(folder, database)
                    .changeset(
                            "1-item",
                            "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY, name text);\n"
                                    + "INSERT INTO item (name) VALUES ('a'), ('b');\n--rollback DROP TABLE item;");
            app.run(0, "migrate");
            app.changeset("2-more", "INSERT INTO item (name) SELECT 'c' || nextval('item_id_seq');");
            Map<String, List<String>> before = everything(app);
            assertThat(before).containsKeys("table item", "table databasechangelog", "table oneoff_run");

            assertUnchanged(app, before);
        }
    }

    @ParameterizedTest
    @CsvSource({"'ada:1 context:test', CONFIGURATION", "ada, INPUT_REJECTED"})
    void migrateReadsTheChangelogBeforeItWritesAnything(String header, FailureKind kind)
            throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            SampleApp app = SampleApp.in(folder, database)
                    .file(
                            "changelog/changes/1.sql",
                            "--liquibase formatted sql\n--changeset " + header + "\nSELECT 1;");
            Map<String, List<String>> before = everything(app);

            assertThat(InProcess.failure(InProcess.of(app)::migrate).kind()).isEqualTo(kind);
            assertThat(everything(app)).isEqualTo(before);
            assertThat(app.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .containsExactly("0");
        }
    }

    @Test
    void noEmbeddedDatabaseIsMade() throws IOException {
        Files.createDirectories(folder.resolve("changelog"));
        Files.writeString(
                folder.resolve("changelog/root.sql"), SampleApp.formatted("1-item", "", "CREATE TABLE item (id int);"));
        Launcher launcher = Launcher.dist().in(folder).env("USER", "tester");
        List<Path> before = files();
        for (String command : COMMANDS) {
            launcher.run(command.split(" ", -1));
            assertThat(files()).as(command).isEqualTo(before);
        }
        assertThat(launcher.run("migrate").exitCode()).isZero();
        assertThat(files()).hasSizeGreaterThan(before.size());
    }

    private static void assertUnchanged(SampleApp app, Map<String, List<String>> before) throws SQLException {
        for (String command : COMMANDS) {
            assertThat(app.run(command.split(" ", -1)).exitCode())
                    .as(command)
                    .isEqualTo(command.endsWith("--check") ? 10 : 0);
            Map<String, List<String>> after = everything(app);
            for (String part : after.keySet()) {
                assertThat(after.get(part)).as("%s: %s", command, part).isEqualTo(before.get(part));
            }
            assertThat(after.keySet()).as(command).isEqualTo(before.keySet());
        }
    }

    private static Map<String, List<String>> everything(SampleApp app) throws SQLException {
        Map<String, List<String>> everything = new TreeMap<>();
        app.content().forEach((table, rows) -> everything.put("table " + table, rows));
        for (String query : CATALOGUE) {
            everything.put(query, app.query(query));
        }
        return everything;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
