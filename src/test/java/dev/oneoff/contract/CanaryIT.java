package dev.oneoff.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Launcher;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.RunningProcess;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the password is given, it works and is nowhere to be seen; {@link JsonContract} looks at every command. */
@Execution(ExecutionMode.CONCURRENT)
class CanaryIT {

    private static final String MARK = "c4n4ry";
    private static final String PASSWORD = MARK + "@s3cr3t";
    private static final String ENCODED = MARK + "%40s3cr3t";

    private TestDatabase database;
    private String server;

    @TempDir
    private Path app;

    @TempDir
    private Path secrets;

    /** Where the password stands. */
    enum Way {
        IN_THE_URL,
        IN_A_FILE_WITH_THE_URL,
        IN_A_VARIABLE_OF_ITS_OWN,
        IN_A_FILE_OF_ITS_OWN,
        IN_A_JDBC_PROPERTY,
        BESIDE_A_JDBC_URL,
        BESIDE_A_SPRING_URL,
        FOR_A_KEY
    }

    @BeforeEach
    void create() throws IOException, SQLException {
        database = TestDatabase.create();
        String url = database.urlOfRoleWith(PASSWORD);
        database.execute("GRANT ALL ON SCHEMA public TO " + database.name());
        server = url.substring(url.lastIndexOf('@') + 1);
        Files.createDirectory(app.resolve("changelog"));
        Files.writeString(app.resolve("changelog/root.sql"), """
                --liquibase formatted sql
                --changeset ada:one
                CREATE TABLE one (id INT);
                --rollback DROP TABLE one;
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private Map<String, String> environment(Way way, String password, String encoded) throws IOException {
        String user = database.name();
        String host = server.replaceFirst("[:/].*", "");
        String port = server.replaceFirst("^[^:]*:", "").replaceFirst("/.*", "");
        String url = "postgres://" + user + ":" + encoded + "@" + server;
        Map<String, String> variables = Map.of("PGHOST", host, "PGPORT", port, "PGDATABASE", user, "PGUSER", user);
        return switch (way) {
            case IN_THE_URL -> Map.of("DATABASE_URL", url);
            case IN_A_FILE_WITH_THE_URL -> Map.of("DATABASE_URL_FILE", secret(url));
            case IN_A_VARIABLE_OF_ITS_OWN -> with(variables, "PGPASSWORD", password);
            case IN_A_FILE_OF_ITS_OWN -> with(variables, "PGPASSWORD_FILE", secret(password));
            case IN_A_JDBC_PROPERTY ->
                Map.of("JDBC_DATABASE_URL", "jdbc:postgresql://" + server + "?user=" + user + "&password=" + encoded);
            case BESIDE_A_JDBC_URL ->
                Map.of(
                        "JDBC_DATABASE_URL", "jdbc:postgresql://" + server,
                        "JDBC_DATABASE_USERNAME", user,
                        "JDBC_DATABASE_PASSWORD", password);
            case BESIDE_A_SPRING_URL ->
                Map.of(
                        "SPRING_DATASOURCE_URL", "jdbc:postgresql://" + server,
                        "SPRING_DATASOURCE_USERNAME", user,
                        "SPRING_DATASOURCE_PASSWORD", password);
            case FOR_A_KEY -> Map.of("DATABASE_URL", url + "?sslmode=disable&sslpassword=" + encoded);
        };
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return more;
    }

    private String secret(String text) throws IOException {
        return Files.writeString(secrets.resolve("secret"), text + "\n").toString();
    }

    private Launcher launcher(Map<String, String> environment) {
        Launcher launcher = Launcher.dist().in(app);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            launcher = launcher.env(variable.getKey(), variable.getValue());
        }
        return launcher;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void itWorksAndIsNowhereToBeSeen(Way way) throws IOException, SQLException {
        ProcessResult right = launcher(environment(way, PASSWORD, ENCODED)).run("migrate", "--verbose");
        ProcessResult wrong = launcher(environment(way, MARK, MARK)).run("status", "--verbose");

        assertThat(right.exitCode()).as("%s", right).isZero();
        assertThat(wrong.exitCode()).as("%s", wrong).isEqualTo(31);
        assertThat(right + " " + wrong).doesNotContain(MARK);
        assertThat(database.query("SELECT oneoff_run::text FROM oneoff_run")).noneMatch(row -> row.contains(MARK));
    }

    @Test
    void itIsNotInTheProcessList() throws Exception {
        try (AutoCloseable held = Engines.hold(Engines.postgres(database));
                RunningProcess waiting = launcher(environment(Way.IN_THE_URL, PASSWORD, ENCODED))
                        .start("migrate", "--lock-wait", "30s")) {
            assertThat(held).isNotNull();
            waiting.awaitLine("for the lock held by oneoff/20261120-100431-k3f9a/migrate");

            String commandLine = Files.readString(Path.of("/proc/" + waiting.pid() + "/cmdline"));
            assertThat(commandLine).contains("dev.oneoff.cli.Main").doesNotContain(MARK);
            assertThat(database.query("SELECT query || application_name FROM pg_stat_activity"
                            + " WHERE datname = current_database()"))
                    .noneMatch(row -> row.contains(MARK));
            waiting.terminate();
            assertThat(waiting.await(Duration.ofSeconds(20)).exitCode()).isEqualTo(143);
        }
    }
}
